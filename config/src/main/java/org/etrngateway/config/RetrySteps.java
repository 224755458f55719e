package org.etrngateway.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.config.schema.Durations;

/**
 * The delays between attempts, as written {@code 5m, 15m*4, 1h*6, 4h…}; the last one repeats for ever.
 *
 * @param delays in order, each positive; at least one
 */
public record RetrySteps(List<Duration> delays) implements RetryRule {
    /** Quick at first, for a server that is being restarted; then every four hours until expiry. */
    public static final RetrySteps STANDARD = parse("5m, 15m*4, 1h*6, 4h…");

    private static final int MOST = 1_000;

    public RetrySteps {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(d -> d.isNegative() || d.isZero())) {
            throw new IllegalArgumentException("a retry schedule has at least one delay, each longer than nothing");
        }
    }

    /**
     * Reads the written form; three dots stand for the ellipsis, and it may be left out.
     *
     * @throws IllegalArgumentException if the text is none, or has more than a thousand delays
     */
    public static RetrySteps parse(String text) {
        String steps = text.strip();
        for (String ellipsis : List.of("…", "...")) {
            if (steps.endsWith(ellipsis)) {
                steps = steps.substring(0, steps.length() - ellipsis.length());
                break;
            }
        }
        List<Duration> delays = new ArrayList<>();
        for (String step : steps.split(",", -1)) {
            addStep(step.strip(), delays);
        }
        return new RetrySteps(delays);
    }

    @Override
    public Optional<Duration> delay(int attempts, double luck) {
        return Optional.of(delays.get(Math.min(attempts, delays.size()) - 1));
    }

    private static void addStep(String step, List<Duration> delays) {
        int star = step.indexOf('*');
        int times = star < 0 ? 1 : Integer.parseInt(step.substring(star + 1).strip());
        if (times < 1 || delays.size() + times > MOST) {
            throw new IllegalArgumentException("it has 1 to " + MOST + " delays");
        }
        Duration delay =
                Durations.parse(star < 0 ? step : step.substring(0, star).strip());
        for (int i = 0; i < times; i++) {
            delays.add(delay);
        }
    }

    /** The written form. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (from < delays.size()) {
            Duration delay = delays.get(from);
            int to = from;
            while (to < delays.size() && delays.get(to).equals(delay)) {
                to++;
            }
            out.append(from == 0 ? "" : ", ").append(Durations.format(delay));
            out.append(to - from == 1 ? "" : "*" + (to - from));
            from = to;
        }
        return out.append('…').toString();
    }
}
