package org.etrngateway.cli;

import java.util.Optional;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/**
 * What a series of answers to passes over the queue sums up to.
 *
 * @param last the id of the last message met; null if none was
 */
record Meant(long messages, long bytes, long skipped, String last) {
    /** Counts what matches. */
    static Meant of(AdminClient client, String parameters) {
        return gather(after -> client.get(FilterOptions.path("messages/count", parameters + after)));
    }

    /**
     * @param stretch given how to go on, as a parameter with an ampersand before it; the answer is a sweep
     */
    static Meant gather(UnaryOperator<String> stretch) {
        Meant sum = new Meant(0, 0, 0, null);
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            JsonNode answer = AdminClient.parse(stretch.apply(after.get()));
            sum = sum.plus(answer);
            JsonNode next = answer.path("next");
            after = next.isString() ? Optional.of(AdminClient.parameter("after", next.asString())) : Optional.empty();
        }
        return sum;
    }

    private Meant plus(JsonNode answer) {
        return new Meant(
                messages + answer.path("messages").asLong(),
                bytes + answer.path("bytes").asLong(),
                skipped + answer.path("skipped").asLong(),
                answer.path("last").isString() ? answer.path("last").asString() : last);
    }

    boolean isNothing() {
        return messages == 0;
    }

    String words() {
        if (isNothing()) {
            return "no message matches";
        }
        return messages + (messages == 1 ? " message matches, " : " messages match, ") + Units.size(bytes);
    }
}
