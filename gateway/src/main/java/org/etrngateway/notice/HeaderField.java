package org.etrngateway.notice;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * One field of a header (RFC 5322 §2.2). Immutable.
 *
 * @param line the whole of it, unfolded, without its line end
 */
record HeaderField(String line) {
    /** The fields of a header, in order. */
    static List<HeaderField> of(byte[] header) {
        List<HeaderField> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        for (String line : new String(header, StandardCharsets.UTF_8).split("\r\n", -1)) {
            boolean folded = line.startsWith(" ") || line.startsWith("\t");
            if (!folded && !field.isEmpty()) {
                fields.add(new HeaderField(field.toString()));
                field.setLength(0);
            }
            field.append(line);
        }
        fields.add(new HeaderField(field.toString()));
        return fields;
    }

    boolean is(String name) {
        return line.regionMatches(true, 0, name + ":", 0, name.length() + 1);
    }

    /** What stands behind the name, without comments in brackets. */
    String value() {
        String rest = line.substring(line.indexOf(':') + 1);
        StringBuilder value = new StringBuilder();
        int depth = 0;
        for (int i = 0; i < rest.length(); i++) {
            char c = rest.charAt(i);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth > 0) {
                depth--;
            } else if (depth == 0) {
                value.append(c);
            }
        }
        return value.toString().strip();
    }
}
