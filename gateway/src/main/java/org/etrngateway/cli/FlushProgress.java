package org.etrngateway.cli;

import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Shows how a flush goes on, until it is over: in one line of a terminal, or line by line. Used once. */
final class FlushProgress {
    private static final int BAR = 20;

    private final ProgressLine progress;
    private final PrintWriter out;
    private final boolean json;
    private Optional<JsonNode> last = Optional.empty();

    /**
     * @param json true: an object a line, for programs
     */
    FlushProgress(ProgressLine progress, PrintWriter out, boolean json) {
        this.progress = progress;
        this.out = out;
        this.json = json;
    }

    /**
     * Returns when the flush is over.
     *
     * @return the last reply of the site; empty text if none was heard
     */
    String follow(AdminClient client, String events) {
        try (progress) {
            client.listen(events, this::heard);
        }
        return last.map(flush -> flush.path("lastReply").asString()).orElse("");
    }

    /** False when the flush is over. */
    private boolean heard(String event, JsonNode flush) {
        boolean runs = event.equals("flush");
        if (runs) {
            last = Optional.of(flush);
            show(flush);
        }
        return runs && !flush.path("resting").asBoolean();
    }

    private void show(JsonNode flush) {
        String line = json ? flush.toString() : line(flush);
        if (json || !progress.show(line)) {
            out.println(line);
            out.flush();
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
}
