package org.etrngateway.log;

/**
 * Makes text that came from somewhere else safe to print: what could end a line, move a cursor or fool a
 * terminal is written as an escape.
 */
public final class Printable {
    private Printable() {}

    /** The text with control characters and line separators as escapes; the same text if it has none. */
    public static String of(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isUnsafe(text.charAt(i))) {
                StringBuilder out = new StringBuilder(text.length() + 16);
                append(out, text);
                return out.toString();
            }
        }
        return text;
    }

    static void append(StringBuilder out, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!isUnsafe(c)) {
                out.append(c);
            } else if (c == '\n') {
                out.append("\\n");
            } else if (c == '\r') {
                out.append("\\r");
            } else if (c == '\t') {
                out.append("\\t");
            } else {
                out.append(String.format("\\u%04x", (int) c));
            }
        }
    }

    /** C0, DEL, C1; the Unicode line ends; and the marks that turn the direction of what follows. */
    private static boolean isUnsafe(char c) {
        return c < ' '
                || c >= 0x7F && c <= 0x9F
                || c == '\u2028'
                || c == '\u2029'
                || c >= '\u202A' && c <= '\u202E'
                || c >= '\u2066' && c <= '\u2069';
    }
}
