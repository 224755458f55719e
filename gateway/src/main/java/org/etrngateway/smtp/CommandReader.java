package org.etrngateway.smtp;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/**
 * Cuts input into command lines. Memory is bounded by {@link #MAX_LINE}: the rest of a longer line is
 * read and dropped, so that the next line is found. Belongs to one thread.
 */
public final class CommandReader {
    /**
     * Octets of a line without its end. RFC 5321 §4.5.3.1.4 asks for 512; SIZE, DSN, SMTPUTF8 and the rest
     * add some 1100.
     */
    public static final int MAX_LINE = 2048;

    private final boolean tolerant;
    private byte[] line = new byte[128];
    private int length;
    private boolean tooLong;

    /**
     * @param tolerant true: LF alone ends a line too
     */
    public CommandReader(boolean tolerant) {
        this.tolerant = tolerant;
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
        if (length > MAX_LINE) {
            tooLong = true;
            line[length - 1] = octet;
            return;
        }
        if (length == line.length) {
            line = Arrays.copyOf(line, Math.min(2 * length, MAX_LINE + 1));
        }
        line[length++] = octet;
    }

    private Line take() {
        boolean crlf = length > 0 && line[length - 1] == '\r';
        int end = crlf ? length - 1 : length;
        Fault fault = Fault.NONE;
        if (!crlf && !tolerant) {
            fault = Fault.BARE_LF;
        } else if (tooLong || end > MAX_LINE) {
            fault = Fault.TOO_LONG;
        }
        Line result = new Line(Arrays.copyOf(line, Math.min(end, MAX_LINE)), fault);
        length = 0;
        tooLong = false;
        return result;
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
     * @param octets at most {@link #MAX_LINE}: of a line too long, its beginning
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared, never kept
    public record Line(byte[] octets, Fault fault) {}
}
