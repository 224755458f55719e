package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import org.etrngateway.config.schema.Durations;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** Lists when sites may be called: the window that is open, and the next ones. */
@Command(
        name = "windows",
        description = "Lists the windows in which sites are called: the one that is open, and the next ones.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:listed",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "78:problems in the settings"
        })
final class WindowsCommand implements Runnable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "Only those of this site.")
    private String site;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "3",
            description = "So many that lie ahead, a site (${DEFAULT-VALUE}; up to 1000).")
    private int limit;

    @Override
    public void run() {
        ArrayNode windows = all(AdminClient.of(settings.load().data()));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(windows);
            return;
        }
        if (windows.isEmpty()) {
            out.println("No window opens: sites get their mail when they ask, or by the retry schedule.");
            return;
        }
        Table table = new Table("SITE", "OPENS", "FOR", "STATE", "LARGE", "BUDGET");
        windows.forEach(window -> table.add(
                window.path("site").asString(),
                TIME.format(time(window, "since")),
                Durations.format(Duration.between(time(window, "since"), time(window, "until"))),
                window.path("open").asBoolean() ? "open" : "-",
                window.path("large").asBoolean() ? "yes" : "-",
                budget(window)));
        table.print(out);
    }

    /** The answers hold some sites each. */
    private ArrayNode all(AdminClient client) {
        ArrayNode all = JsonNodeFactory.instance.arrayNode();
        String behind = null;
        ArrayNode some;
        do {
            some = (ArrayNode) AdminClient.parse(client.get("windows?limit=" + limit
                    + AdminClient.parameter("site", site)
                    + AdminClient.parameter("behind", behind)));
            all.addAll(some);
            behind = all.isEmpty() ? null : all.get(all.size() - 1).path("site").asString();
        } while (site == null && !some.isEmpty());
        return all;
    }

    private static Instant time(JsonNode window, String key) {
        return Instant.parse(window.path(key).asString());
    }

    private static String budget(JsonNode window) {
        long bytes = window.path("budgetBytes").asLong();
        long seconds = window.path("budgetSeconds").asLong();
        String size = bytes == 0 ? "" : Units.size(bytes);
        String time = seconds == 0 ? "" : Durations.format(Duration.ofSeconds(seconds));
        String both = size.isEmpty() || time.isEmpty() ? size + time : size + ", " + time;
        return both.isEmpty() ? "-" : both;
    }
}
