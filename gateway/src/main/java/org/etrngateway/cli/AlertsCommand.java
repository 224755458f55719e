package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists what is amiss. */
@Command(
        name = "alerts",
        description = "Lists what is amiss now, as far as the settings have limits for it (alerts).",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:listed", "64:wrong usage", "69:no gateway runs", "78:problems in the settings"})
final class AlertsCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public void run() {
        String answer = AdminClient.of(settings.load().data()).get("alerts");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
            return;
        }
        JsonNode alerts = AdminClient.parse(answer);
        if (alerts.isEmpty()) {
            out.println("Nothing is amiss.");
            return;
        }
        Table table = new Table("ALERT", "SITE", "FOR", "AT FIRST");
        Instant now = Instant.now();
        alerts.forEach(alert -> table.add(
                alert.path("condition").asString(),
                alert.path("site").isString() ? alert.path("site").asString() : "-",
                Units.age(Duration.between(Instant.parse(alert.path("since").asString()), now)),
                alert.path("text").asString()));
        table.print(out);
    }
}
