package org.etrngateway.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Sizes and ages as people say them. */
final class Units {
    private static final List<String> SIZES = List.of("B", "kB", "MB", "GB", "TB");
    private static final int STEP = 1000;

    private Units() {}

    /** {@code 812 B}, {@code 4.1 kB}, {@code 17 MB}. */
    static String size(long octets) {
        double value = octets;
        int unit = 0;
        while (value >= STEP && unit < SIZES.size() - 1) {
            value /= STEP;
            unit++;
        }
        String number =
                unit > 0 && value < 10 ? String.format(Locale.ROOT, "%.1f", value) : String.valueOf((long) value);
        return number + " " + SIZES.get(unit);
    }

    /** {@code 950 B/s}, {@code 1.1 kB/s}. */
    static String rate(long octetsASecond) {
        return size(octetsASecond) + "/s";
    }

    /** {@code 12 s}, {@code 3 min}, {@code 5 h}, {@code 2 d}: the largest unit that fits. */
    static String age(Duration age) {
        if (age.toMinutes() < 1) {
            return Math.max(0, age.toSeconds()) + " s";
        }
        if (age.toHours() < 1) {
            return age.toMinutes() + " min";
        }
        return age.toDays() < 1 ? age.toHours() + " h" : age.toDays() + " d";
    }
}
