package org.etrngateway.config.schema;

import java.time.Duration;

/**
 * Durations as an operator writes them: a number and a unit {@code s m h d}, or several, the larger
 * first: {@code 30s}, {@code 1h30m}. At most ten years, so that adding one to a date cannot overflow.
 */
public final class Durations {
    private static final String OFF = "off";
    private static final String UNITS = "dhms";
    private static final long[] SECONDS = {86_400, 3_600, 60, 1};
    private static final long MOST = 3_650 * SECONDS[0];

    private Durations() {}

    /** A duration longer than nothing. */
    public static Scalar<Duration> kind() {
        return new Scalar<>("a duration such as 30s, 5m, 4h or 5d", Durations::parse, Durations::format);
    }

    /** A duration, or {@code off}, which is zero. */
    public static Scalar<Duration> orOff() {
        return new Scalar<>(
                "a duration such as 30s, 5m, 4h or 5d, or off",
                text -> text.equals(OFF) ? Duration.ZERO : parse(text),
                duration -> duration.isZero() ? OFF : format(duration));
    }

    /**
     * @throws IllegalArgumentException if the text is no duration, is nothing or exceeds ten years
     */
    public static Duration parse(String text) {
        long total = 0;
        long number = -1;
        int lastUnit = -1;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            int unit = UNITS.indexOf(c);
            if (c >= '0' && c <= '9') {
                number = Math.min(MOST, Math.max(number, 0) * 10 + (c - '0'));
            } else if (unit > lastUnit && number >= 0) {
                total = Math.min(MOST + 1, total + number * SECONDS[unit]);
                number = -1;
                lastUnit = unit;
            } else {
                throw new IllegalArgumentException();
            }
        }
        if (number >= 0 || total == 0 || total > MOST) {
            throw new IllegalArgumentException(total > MOST ? "it exceeds ten years" : null);
        }
        return Duration.ofSeconds(total);
    }

    public static String format(Duration duration) {
        StringBuilder out = new StringBuilder();
        long rest = duration.toSeconds();
        for (int unit = 0; unit < SECONDS.length; unit++) {
            if (rest >= SECONDS[unit]) {
                out.append(rest / SECONDS[unit]).append(UNITS.charAt(unit));
                rest %= SECONDS[unit];
            }
        }
        return out.toString();
    }
}
