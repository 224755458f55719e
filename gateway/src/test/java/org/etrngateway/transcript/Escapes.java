package org.etrngateway.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Turns the text of a transcript into octets. */
final class Escapes {
    private Escapes() {}

    static ByteArrayOutputStream line(String text) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        boolean lineEnd = !text.endsWith("\\c");
        octets(lineEnd ? text : text.substring(0, text.length() - 2), out);
        if (lineEnd) {
            out.write('\r');
            out.write('\n');
        }
        return out;
    }

    private static void octets(String text, ByteArrayOutputStream out) {
        int i = 0;
        while (i < text.length()) {
            int c = text.codePointAt(i);
            if (c == '\\') {
                i += escape(text, i + 1, out);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c);
            }
        }
    }

    /** Returns the length of the escape with its backslash. */
    private static int escape(String text, int at, ByteArrayOutputStream out) {
        switch (text.charAt(at)) {
            case 'r' -> out.write('\r');
            case 'n' -> out.write('\n');
            case 't' -> out.write('\t');
            case '0' -> out.write(0);
            case '\\' -> out.write('\\');
            case 'x' -> {
                out.write(Integer.parseInt(text.substring(at + 1, at + 3), 16));
                return 4;
            }
            case '{' -> {
                int end = text.indexOf('}', at);
                String[] parts = text.substring(at + 1, end).split("\\*", 2);
                for (int n = Integer.parseInt(parts[0]); n > 0; n--) {
                    octets(parts[1], out);
                }
                return end - at + 2;
            }
            default -> throw new IllegalArgumentException("not an escape: " + text);
        }
        return 2;
    }
}
