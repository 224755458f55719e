package org.etrngateway.config.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Sizes in octets as an operator writes them: a whole number, with {@code KB MB GB TB} (powers of 1000)
 * or {@code KiB MiB GiB TiB} (powers of 1024) right behind it.
 */
public final class Sizes {
    private static final Map<String, Long> UNITS = units();

    private Sizes() {}

    /** A size of {@code min} octets or more. */
    public static Scalar<Long> kind(long min) {
        String describe = "a size such as 64KiB or 50MB" + (min > 0 ? ", at least " + format(min) : "");
        return new Scalar<>(describe, text -> atLeast(min, parse(text)), Sizes::format);
    }

    /**
     * @throws IllegalArgumentException if the text is no size, or exceeds a signed 64-bit number
     */
    public static long parse(String text) {
        int digits = 0;
        while (digits < text.length() && text.charAt(digits) >= '0' && text.charAt(digits) <= '9') {
            digits++;
        }
        Long unit = digits == text.length() ? Long.valueOf(1) : UNITS.get(text.substring(digits));
        if (digits == 0 || digits > 18 || unit == null) {
            throw new IllegalArgumentException();
        }
        long number = Long.parseLong(text.substring(0, digits));
        if (number > Long.MAX_VALUE / unit) {
            throw new IllegalArgumentException("it is too large");
        }
        return number * unit;
    }

    /** With the largest unit that leaves a whole number. */
    public static String format(long size) {
        return UNITS.entrySet().stream()
                .filter(unit -> size > 0 && size % unit.getValue() == 0)
                .map(unit -> size / unit.getValue() + unit.getKey())
                .findFirst()
                .orElse(Long.toString(size));
    }

    private static long atLeast(long min, long size) {
        if (size < min) {
            throw new IllegalArgumentException();
        }
        return size;
    }

    /** The largest first. */
    private static Map<String, Long> units() {
        Map<String, Long> units = new LinkedHashMap<>();
        for (int power = 4; power > 0; power--) {
            String prefix = "KMGT".substring(power - 1, power);
            units.put(prefix + "iB", 1L << 10 * power);
            units.put(prefix + "B", (long) Math.pow(1000, power));
        }
        return Collections.unmodifiableMap(units);
    }
}
