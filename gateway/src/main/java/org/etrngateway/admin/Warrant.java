package org.etrngateway.admin;

import java.util.Optional;

/**
 * On whose word something is done, and why. Immutable.
 *
 * @param by name and address, for the record
 * @param why as he said it; empty text if he did not
 */
record Warrant(String by, String why) {
    /** Characters of a reason at most. */
    static final int MOST = 200;

    /**
     * Reads a reason.
     *
     * @throws IllegalArgumentException if it is too long, or has what would break a line of the record
     */
    static Warrant of(String by, Optional<String> why) {
        String text = why.map(String::strip).orElse("");
        if (text.codePointCount(0, text.length()) > MOST) {
            throw new IllegalArgumentException("why is a reason of at most " + MOST + " characters");
        }
        if (text.codePoints().anyMatch(Warrant::isNoText)) {
            throw new IllegalArgumentException("why is a reason in one line, without control characters");
        }
        return new Warrant(by, text);
    }

    private static boolean isNoText(int c) {
        int type = Character.getType(c);
        return Character.isISOControl(c)
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    /** Both in one text, for records that have a place for one. */
    String words() {
        return why.isEmpty() ? by : by + ", because: " + why;
    }
}
