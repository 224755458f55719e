package org.etrngateway.cli;

import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Releases a site's mail now, and shows how it goes if that is wanted. */
@Command(
        name = "flush",
        description = "Delivers a site's mail now, as if the site had asked for it.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            " 0:started, or nothing is held; with --follow: nothing is left",
            "64:wrong usage, or no such site",
            "69:no gateway runs",
            "75:refused for now: the output says why; with --follow: some is left",
            "78:problems in the settings"
        })
final class FlushCommand extends SiteCommands {
    private static final int BAR = 20;

    @Option(names = "--follow", description = "Show progress, rate and time to go until the flush is over.")
    private boolean follow;

    @Option(names = "--json", description = "Print JSON: the answer, and with --follow an object a second.")
    private boolean json;

    private Optional<JsonNode> last = Optional.empty();

    @Override
    public Integer call() {
        JsonNode answer = AdminClient.parse(post("flush"));
        show(answer);
        long waiting = answer.path("waiting").asLong();
        return switch (answer.path("outcome").asString()) {
            case "empty" -> done("nothing is held");
            case "started" -> started("delivering " + waiting + " messages");
            case "running" -> started("is being delivered already, " + waiting + " messages are left");
            default -> {
                say("refused: " + answer.path("reason").asString());
                yield ExitCode.TEMPORARY;
            }
        };
    }

    private int done(String words) {
        say(words);
        return ExitCode.OK;
    }

    private int started(String words) {
        say(words);
        if (!follow) {
            return ExitCode.OK;
        }
        try (ProgressLine progress = progress()) {
            client().listen(resource("flush/events"), (event, flush) -> heard(event, flush, progress));
        }
        return end();
    }

    /** False when the flush is over. */
    private boolean heard(String event, JsonNode flush, ProgressLine progress) {
        boolean runs = event.equals("flush");
        if (runs) {
            last = Optional.of(flush);
            show(flush);
            show(line(flush), progress);
        }
        return runs && !flush.path("resting").asBoolean();
    }

    private void show(String line, ProgressLine progress) {
        if (!json && !progress.show(line)) {
            out().println(line);
        }
    }

    private void show(JsonNode object) {
        if (json) {
            out().println(object);
            out().flush();
        }
    }

    @Override
    void say(String words) {
        if (!json) {
            super.say(words);
        }
    }

    private static String line(JsonNode flush) {
        long bytes = flush.path("bytes").asLong();
        long left = flush.path("leftBytes").asLong();
        StringBuilder text = new StringBuilder(bar(bytes, left));
        text.append(' ').append(Units.size(bytes)).append(" delivered, ");
        text.append(flush.path("left").asLong())
                .append(" messages (")
                .append(Units.size(left))
                .append(") left");
        if (flush.path("goodput").asLong() > 0) {
            text.append(", ").append(Units.rate(flush.path("goodput").asLong()));
        }
        if (flush.path("secondsToGo").isNumber()) {
            Duration toGo = Duration.ofSeconds(flush.path("secondsToGo").asLong());
            text.append(", ").append(Units.age(toGo)).append(" to go");
        }
        return text.toString();
    }

    private static String bar(long done, long left) {
        int full = done + left == 0 ? BAR : (int) (BAR * done / (done + left));
        return "[" + "#".repeat(full) + "-".repeat(BAR - full) + "]";
    }

    private int end() {
        long left = AdminClient.parse(client().get("sites?site=" + site()))
                .valueStream()
                .mapToLong(one ->
                        one.path("messages").asLong() - one.path("operatorHeld").asLong())
                .sum();
        if (left == 0) {
            return done("all is delivered");
        }
        String reply = last.map(flush -> flush.path("lastReply").asString()).orElse("");
        say("over, " + left + " messages are left" + (reply.isEmpty() ? "" : "; last reply: " + reply));
        return ExitCode.TEMPORARY;
    }
}
