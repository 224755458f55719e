package org.etrngateway.smtp;

import java.nio.ByteBuffer;

/**
 * What follows the BDATs of one message (RFC 3030): exactly as many octets as each says, in which dots
 * mean nothing. A message that does not end in CRLF gets one behind its last chunk.
 */
public final class BdatReader implements BodyReader {
    private final ContentLines lines;
    private long left;
    private boolean last;

    /**
     * @param normalise true: a bare CR or LF becomes CRLF
     */
    public BdatReader(boolean normalise) {
        lines = new ContentLines(normalise);
    }

    /** Begins a chunk; the one before has been read to its end. */
    public void chunk(Command.Bdat command) {
        left = command.size();
        last = command.last();
    }

    /**
     * Reads up to the end of the chunk; also to be called for a chunk of no octets, with an empty input.
     */
    @Override
    public boolean read(ByteBuffer input, ByteBuffer output) {
        while (left > 0 && input.hasRemaining() && output.remaining() >= MIN_ROOM) {
            lines.put(input.get(), output);
            left--;
        }
        if (left > 0 || output.remaining() < MIN_ROOM) {
            return false;
        }
        if (last) {
            lines.finish(output);
        }
        return true;
    }

    @Override
    public long taken() {
        return lines.taken();
    }

    @Override
    public boolean hasBareNewline() {
        return lines.hasBareNewline();
    }
}
