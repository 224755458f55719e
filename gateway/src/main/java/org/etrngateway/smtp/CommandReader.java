package org.etrngateway.smtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts input into command lines. Memory is bounded by {@link #MAX_AUTH_LINE}: the rest of a longer line is
 * read and dropped, so that the next line is found. Belongs to one thread.
 */
public final class CommandReader {
    /**
     * Octets of a line without its end. RFC 5321 §4.5.3.1.4 asks for 512; SIZE, DSN, SMTPUTF8 and the rest
     * add some 1100.
     */
    public static final int MAX_LINE = 2048;

    /** The same where a login is under way (RFC 4954 §4). */
    public static final int MAX_AUTH_LINE = 12_288;

    private static final byte[] AUTH = {'A', 'U', 'T', 'H', ' '};

    private final boolean tolerant;
    private boolean responseDue;
    private byte[] line = new byte[128];
    private int length;
    private boolean tooLong;

    /**
     * @param tolerant true: LF alone ends a line too
     */
    public CommandReader(boolean tolerant) {
        this.tolerant = tolerant;
    }

    /** Whether the lines from here on answer challenges, and may be as long as these. */
    public void expectResponse(boolean due) {
        responseDue = due;
    }

    /** Takes input up to and with the end of a line; empty if there is none yet. */
    public Optional<Line> read(ByteBuffer input) {
        while (input.hasRemaining()) {
            byte octet = input.get();
            if (octet == '\n') {
                return Optional.of(take());
            }
            keep(octet);
        }
        return Optional.empty();
    }

    private void keep(byte octet) {
        // One more than a line may have: the CR of its end.
        if (length > MAX_LINE && length > limit()) {
            tooLong = true;
            line[length - 1] = octet;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, MAX_AUTH_LINE + 1));
        }
        line[length++] = octet;
    }

    private Line take() {
        boolean crlf = length > 0 && line[length - 1] == '\r';
        int end = crlf ? length - 1 : length;
        Fault fault = Fault.NONE;
        if (!crlf && !tolerant) {
            fault = Fault.BARE_LF;
        } else if (tooLong || end > limit()) {
            fault = Fault.TOO_LONG;
        }
        Line result = new Line(Arrays.copyOf(line, Math.min(end, limit())), fault);
        length = 0;
        if (line.length > MAX_LINE + 1) {
            line = new byte[MAX_LINE + 1];
        }
        tooLong = false;
        return result;
    }

    private int limit() {
        return responseDue || isAuth() ? MAX_AUTH_LINE : MAX_LINE;
    }

    private boolean isAuth() {
        for (int i = 0; i < AUTH.length; i++) {
            // Letters in lower case differ in one bit, which a space has.
            if (length <= i || (line[i] & ~0x20) != (AUTH[i] & ~0x20)) {
                return false;
            }
        }
        return true;
    }

    /** What is wrong with a line as a line. */
    public enum Fault {
        NONE,
        TOO_LONG,
        /** It ended in LF alone where CRLF is asked for. */
        BARE_LF
    }

    /**
     * A line without its end.
     *
     * @param octets at most {@link #MAX_AUTH_LINE}: of a line too long, its beginning
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never kept
    public record Line(byte[] octets, Fault fault) {}
}
