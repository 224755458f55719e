package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** Lists the sites and what is held for them. */
@Command(
        name = "sites",
        description = "Lists the sites: what is held for each, and what is the matter with it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {" 0:listed", "64:wrong usage", "69:no gateway runs", "78:problems in the settings"})
final class SitesCommand implements Runnable {
    private static final int FULL = 100;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm").withZone(ZoneId.systemDefault());

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConfigOption settings;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public void run() {
        String answer = AdminClient.of(settings.load().data()).get("sites");
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(answer);
            return;
        }
        Table table = new Table(
                "SITE", "MODE", "HELD", "SIZE", "QUOTA", "TODAY", "OLDEST", "HEARD", "WINDOW", "STATE", "DOMAINS");
        Instant now = Instant.now();
        AdminClient.parse(answer)
                .forEach(site -> table.add(
                        site.path("site").asString(),
                        joined(site.path("mode")),
                        site.path("messages").asString(),
                        Units.size(site.path("bytes").asLong()),
                        quota(site),
                        today(site),
                        age(site.path("oldest"), now),
                        age(site.path("lastContact"), now),
                        window(site),
                        state(site),
                        joined(site.path("domains"))));
        table.print(out);
    }

    private static String age(JsonNode since, Instant now) {
        return since.isString() ? Units.age(Duration.between(Instant.parse(since.asString()), now)) : "-";
    }

    /** How much of the scarcer of the two is used. */
    private static String quota(JsonNode site) {
        long messages = site.path("quotaMessages").asLong();
        long bytes = site.path("quotaBytes").asLong();
        long used = Math.max(
                percent(site.path("messages").asLong(), messages),
                percent(site.path("bytes").asLong(), bytes));
        return messages == 0 && bytes == 0 ? "-" : used + " %";
    }

    /** How much of the budget for the day is used. */
    private static String today(JsonNode site) {
        JsonNode percent = site.path("budgetPercent");
        return percent.isNumber() ? percent.asInt() + " %" : "-";
    }

    /** When the site is called next without having asked. */
    private static String window(JsonNode site) {
        if (site.path("windowUntil").isString()) {
            return "open until " + time(site.path("windowUntil"));
        }
        return site.path("nextWindow").isString() ? time(site.path("nextWindow")) : "-";
    }

    private static String time(JsonNode instant) {
        return TIME.format(Instant.parse(instant.asString()));
    }

    private static long percent(long held, long limit) {
        return limit == 0 ? 0 : (long) Math.floor(100.0 * held / limit);
    }

    static String state(JsonNode site) {
        if (site.path("paused").asBoolean()) {
            return "paused";
        }
        if (site.path("flushing").asBoolean()) {
            return "flushing";
        }
        return site.path("budgetPercent").asInt(0) == FULL ? "budget spent" : "-";
    }

    private static String joined(JsonNode words) {
        StringBuilder text = new StringBuilder();
        words.forEach(word -> text.append(text.isEmpty() ? "" : ", ").append(word.asString()));
        return text.toString();
    }
}
