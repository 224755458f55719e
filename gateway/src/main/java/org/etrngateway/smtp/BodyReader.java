package org.etrngateway.smtp;

import java.nio.ByteBuffer;

/** Turns what a client sends as a message into the octets of the message. Belongs to one thread. */
public interface BodyReader {
    /** The free room that the output must have for anything to be read. */
    int MIN_ROOM = 8;

    /**
     * Reads until the input is empty, the output is full, or the end was read; the octets behind the end
     * stay in the input.
     *
     * @return true at the end
     */
    boolean read(ByteBuffer input, ByteBuffer output);

    /** Octets of the message so far as the client counts them: without stuffed dots, and without a line end of ours. */
    long taken();

    /** True if a bare CR or LF was met, which the reader was not told to normalise. */
    boolean hasBareNewline();
}
