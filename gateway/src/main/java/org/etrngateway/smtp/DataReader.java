package org.etrngateway.smtp;

import java.nio.ByteBuffer;

/**
 * What follows DATA (RFC 5321 §4.5.2). The end is CRLF.CRLF as sent, and nothing else: not LF.LF, not
 * CRLF.LF, not a dot behind a bare CR. The dot that a client puts before a dot at the start of a line
 * is taken away.
 *
 * <pre>
 * TEXT    dot at the start of a line        DOT
 * DOT     CR                                DOT_CR
 * DOT     other: it was stuffing, dropped   TEXT
 * DOT_CR  LF                                END
 * DOT_CR  other: as above, CR is bare       TEXT
 * </pre>
 */
public final class DataReader implements BodyReader {
    private enum State {
        TEXT,
        DOT,
        DOT_CR,
        END
    }

    private final ContentLines lines;
    private State state = State.TEXT;

    /**
     * @param normalise true: a bare CR or LF becomes CRLF
     */
    public DataReader(boolean normalise) {
        lines = new ContentLines(normalise);
    }

    @Override
    public boolean read(ByteBuffer input, ByteBuffer output) {
        while (state != State.END && input.hasRemaining() && output.remaining() >= MIN_ROOM) {
            state = next(input.get(), output);
        }
        return state == State.END;
    }

    @Override
    public long taken() {
        return lines.taken();
    }

    @Override
    public boolean hasBareNewline() {
        return lines.hasBareNewline();
    }

    private State next(byte octet, ByteBuffer output) {
        if (state == State.DOT_CR && octet == '\n') {
            return State.END;
        }
        if (state == State.DOT && octet == '\r') {
            return State.DOT_CR;
        }
        if (state == State.TEXT && octet == '.' && lines.atLineStart()) {
            return State.DOT;
        }
        if (state == State.DOT_CR) {
            lines.put((byte) '\r', output);
        }
        lines.put(octet, output);
        return State.TEXT;
    }
}
