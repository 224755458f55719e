package org.etrngateway.smtp;

import java.util.Optional;

/**
 * An enhanced status code (RFC 3463): class 2, 4 or 5, subject and detail 0 to 999. Immutable.
 */
public record EnhancedCode(int kind, int subject, int detail) {
    private static final int MAX_LENGTH = 9;

    public EnhancedCode {
        boolean valid =
                (kind == 2 || kind == 4 || kind == 5) && subject >= 0 && subject <= 999 && detail >= 0 && detail <= 999;
        if (!valid) {
            throw new IllegalArgumentException("not an enhanced status code");
        }
    }

    /** Reads {@code 5.7.1}; empty if the text is none. */
    public static Optional<EnhancedCode> parse(String text) {
        if (text.length() > MAX_LENGTH || !text.matches("[245]\\.[0-9]{1,3}\\.[0-9]{1,3}")) {
            return Optional.empty();
        }
        String[] parts = text.split("\\.", -1);
        return Optional.of(
                new EnhancedCode(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2])));
    }

    @Override
    public String toString() {
        return kind + "." + subject + "." + detail;
    }
}
