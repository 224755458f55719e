package org.etrngateway.smtp;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads a server's replies (RFC 5321 §4.2) from octets as they come, split anywhere. A text may be
 * missing ({@code 250} alone). A bare LF ends a line too, for a reply is never a body and old servers
 * send it. Control characters become '?', octets that are no UTF-8 become U+FFFD. Not thread-safe.
 */
public final class ReplyReader {
    private static final int MAX_LINE = 2000;
    private static final int MAX_LINES = 100;
    private static final int CODE_LENGTH = 3;

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final List<String> texts = new ArrayList<>();
    private int code;

    /**
     * Takes octets up to the end of the next reply.
     *
     * @return the reply, or empty if the input ended before it; the rest of the input is left
     * @throws ProtocolException if this is no reply: the connection is of no more use
     */
    public Optional<Reply> read(ByteBuffer input) throws ProtocolException {
        while (input.hasRemaining()) {
            byte octet = input.get();
            if (octet != '\n') {
                add(octet);
            } else if (endOfLine()) {
                Reply reply = reply();
                texts.clear();
                code = 0;
                return Optional.of(reply);
            }
        }
        return Optional.empty();
    }

    /** True in the middle of a reply. */
    public boolean isPartial() {
        return line.size() > 0 || !texts.isEmpty();
    }

    private void add(byte octet) throws ProtocolException {
        if (line.size() == MAX_LINE) {
            throw new ProtocolException("a line of a reply has more than " + MAX_LINE + " octets");
        }
        line.write(octet);
    }

    /** True if this was the last line of its reply. */
    private boolean endOfLine() throws ProtocolException {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (text.endsWith("\r")) {
            text = text.substring(0, text.length() - 1);
        }
        int lineCode = code(text);
        char separator = text.length() > CODE_LENGTH ? text.charAt(CODE_LENGTH) : ' ';
        if (separator != ' ' && separator != '-' || code != 0 && code != lineCode || texts.size() == MAX_LINES) {
            throw new ProtocolException("not a reply: " + printable(text));
        }
        code = lineCode;
        texts.add(printable(text.length() > CODE_LENGTH ? text.substring(CODE_LENGTH + 1) : ""));
        return separator == ' ';
    }

    private static int code(String text) throws ProtocolException {
        boolean digits = text.length() >= CODE_LENGTH
                && text.charAt(0) >= '2'
                && text.charAt(0) <= '5'
                && text.substring(1, CODE_LENGTH).chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits) {
            throw new ProtocolException("not a reply: " + printable(text));
        }
        return Integer.parseInt(text.substring(0, CODE_LENGTH));
    }

    private Reply reply() {
        String first = texts.get(0);
        int space = first.indexOf(' ');
        Optional<EnhancedCode> enhanced = EnhancedCode.parse(space < 0 ? first : first.substring(0, space));
        if (enhanced.isEmpty() || enhanced.get().kind() != code / 100) {
            return Reply.of(code, texts);
        }
        String prefix = enhanced.get().toString();
        return new Reply(
                code, enhanced, texts.stream().map(t -> without(t, prefix)).toList());
    }

    private static String without(String text, String prefix) {
        return text.startsWith(prefix) ? text.substring(prefix.length()).strip() : text;
    }

    private static String printable(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> out.appendCodePoint(isControl(c) ? '?' : c));
        return out.toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }
}
