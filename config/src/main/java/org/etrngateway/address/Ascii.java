package org.etrngateway.address;

/** Questions about the characters of a text, without the cost of a stream. */
final class Ascii {
    private Ascii() {}

    static boolean isAscii(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 0x80) {
                return false;
            }
        }
        return true;
    }

    /** True if the text from {@code from} on is one or more ASCII digits. */
    static boolean isDigits(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return from < text.length();
    }

    /**
     * Reads a decimal number without sign.
     *
     * @return -1 if the text is none, or is above {@code max}, which has at most nine digits
     */
    static int number(String text, int max) {
        if (!isDigits(text, 0) || text.length() > 9) {
            return -1;
        }
        int value = Integer.parseInt(text);
        return value <= max ? value : -1;
    }
}
