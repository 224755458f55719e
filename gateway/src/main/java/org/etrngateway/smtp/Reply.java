package org.etrngateway.smtp;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A reply, ours or a peer's (RFC 5321 §4.2): the one type that renders replies, and the one place
 * where CR, LF and other control characters are kept out of them. Immutable.
 *
 * @param code 200 to 599
 * @param enhanced RFC 2034; stands before the text of each line
 * @param lines the text, 1 or more lines, without code and without enhanced code
 */
public record Reply(int code, Optional<EnhancedCode> enhanced, List<String> lines) {
    public Reply {
        if (code < 200 || code > 599) {
            throw new IllegalArgumentException("a reply code is 200 to 599");
        }
        lines = List.copyOf(lines);
        if (lines.isEmpty()) {
            throw new IllegalArgumentException("a reply has a line");
        }
        for (String line : lines) {
            if (line.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F)) {
                throw new IllegalArgumentException("a reply has no control characters");
            }
        }
    }

    /**
     * A reply of one line.
     *
     * @param enhanced as {@code 5.7.1}, or empty for none
     */
    public static Reply of(int code, String enhanced, String text) {
        return new Reply(code, EnhancedCode.parse(enhanced), List.of(text));
    }

    /** A reply of several lines without enhanced code: greeting, EHLO, HELP. */
    public static Reply of(int code, List<String> lines) {
        return new Reply(code, Optional.empty(), lines);
    }

    /** 2xx: done. */
    public boolean isPositive() {
        return code / 100 == 2;
    }

    /** 3xx: go on. */
    public boolean isIntermediate() {
        return code / 100 == 3;
    }

    /** 4xx: not now. */
    public boolean isTransient() {
        return code / 100 == 4;
    }

    /** 5xx: never. */
    public boolean isPermanent() {
        return code / 100 == 5;
    }

    /** The octets on the wire, CRLF included. */
    public byte[] render() {
        StringBuilder out = new StringBuilder();
        String prefix = enhanced.map(e -> e + " ").orElse("");
        for (int i = 0; i < lines.size(); i++) {
            out.append(code)
                    .append(i < lines.size() - 1 ? '-' : ' ')
                    .append(prefix)
                    .append(lines.get(i))
                    .append("\r\n");
        }
        return out.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** On one line, for logs and outcomes: {@code 550 5.1.1 no such user}. */
    @Override
    public String toString() {
        return code + " " + enhanced.map(e -> e + " ").orElse("") + String.join(" ", lines);
    }
}
