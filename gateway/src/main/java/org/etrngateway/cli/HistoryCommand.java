package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists who asked for mail, from where, what was answered, and how the flushes went. */
@Command(
        name = "history",
        description = "Lists who asked for sites' mail, what was answered and how the flushes went, the latest first.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:listed",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "78:problems in the settings"
        })
final class HistoryCommand implements Runnable {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Parameters(arity = "0..1", paramLabel = "SITE", description = "Only what happened to this site.")
    private String site;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "50",
            description = "At most so many (${DEFAULT-VALUE}; up to 1000).")
    private int limit;

    @Option(names = "--before", paramLabel = "KEY", description = "Only what lies behind an earlier page.")
    private String before;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on with what happens, line by line, until Ctrl-C; with alerts and flushes that begin.")
    private boolean follow;

    @Override
    public void run() {
        AdminClient client = AdminClient.of(settings.load().data());
        if (follow) {
            new HistoryFollower(site, json, spec.commandLine().getOut()).hear(client);
            return;
        }
        String answer = client.get("history?limit=" + limit + AdminClient.parameter("site", site)
                + AdminClient.parameter("before", before));
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
        } else {
            print(AdminClient.parse(answer), out);
        }
    }

    private static void print(JsonNode page, PrintWriter out) {
        if (page.path("events").isEmpty()) {
            out.println("Nothing has happened yet.");
            return;
        }
        Table table = new Table("TIME", "SITE", "EVENT", "BY", "RESULT");
        page.path("events")
                .forEach(event -> table.add(
                        time(event.path("at")),
                        event.path("site").asString(),
                        what(event),
                        event.path("by").asString(),
                        result(event)));
        table.print(out);
        if (page.path("next").isString()) {
            out.println("There may be more: --before " + page.path("next").asString());
        }
    }

    static String time(JsonNode instant) {
        return TIME.format(Instant.parse(instant.asString()));
    }

    static String what(JsonNode event) {
        return event.path("cause").asString() + (isFlush(event) ? " flush" : "");
    }

    private static boolean isFlush(JsonNode event) {
        return event.path("kind").asString().equals("flushed");
    }

    /** With the reason, where an operator gave one. */
    static String result(JsonNode event) {
        String why = event.path("why").asString("");
        return outcome(event) + (why.isEmpty() ? "" : " (" + why + ")");
    }

    private static String outcome(JsonNode event) {
        String result = event.path("result").asString();
        if (!isFlush(event)) {
            return result;
        }
        return "%d delivered, %d put off, %d failed, %s in %.1f s: %s"
                .formatted(
                        event.path("delivered").asLong(),
                        event.path("deferred").asLong(),
                        event.path("failed").asLong(),
                        Units.size(event.path("bytes").asLong()),
                        event.path("seconds").asDouble(),
                        result);
    }
}
