package org.etrngateway.cli;

import java.io.PrintWriter;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists what came and went in each day or hour. */
@Command(
        name = "statistics",
        description =
                "Lists what came and went in each day or hour, the latest first; where nothing did, there is no line.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:listed",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "78:problems in the settings"
        })
final class StatisticsCommand implements Runnable {
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd").withZone(ZoneId.systemDefault());
    private static final DateTimeFormatter HOUR =
            DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm").withZone(ZoneId.systemDefault());

    /** How long a line's time is. */
    enum By {
        DAY,
        HOUR
    }

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "Only of this site; else of all together.")
    private String site;

    @Option(
            names = "--by",
            paramLabel = "PERIOD",
            defaultValue = "day",
            description = "day (the default; kept for a year) or hour (kept for two weeks).")
    private By by;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "30",
            description = "At most so many (${DEFAULT-VALUE}; up to 1000).")
    private int limit;

    @Override
    public void run() {
        String of = site == null ? "" : "&site=" + URLEncoder.encode(site, StandardCharsets.UTF_8);
        String answer = AdminClient.of(settings.load().data())
                .get("statistics?limit=" + limit + "&by=" + by.name().toLowerCase(Locale.ROOT) + of);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
            return;
        }
        JsonNode periods = AdminClient.parse(answer);
        if (periods.isEmpty()) {
            out.println("Nothing has come or gone yet.");
            return;
        }
        Table table = new Table(
                by.name(), "MESSAGES IN", "SIZE IN", "ASKED", "FLUSHES", "DELIVERED", "PUT OFF", "FAILED", "SIZE OUT");
        periods.forEach(period -> table.add(
                (by == By.DAY ? DAY : HOUR)
                        .format(Instant.parse(period.path("start").asString())),
                period.path("messagesIn").asString(),
                Units.size(period.path("bytesIn").asLong()),
                period.path("asked").asString(),
                period.path("flushes").asString(),
                period.path("delivered").asString(),
                period.path("deferred").asString(),
                period.path("failed").asString(),
                Units.size(period.path("bytesOut").asLong())));
        table.print(out);
    }
}
