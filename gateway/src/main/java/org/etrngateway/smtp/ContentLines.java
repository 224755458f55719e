package org.etrngateway.smtp;

import java.nio.ByteBuffer;

/**
 * The line ends of a message: passes CRLF and text on, and finds bare CR and LF, which are dropped (the
 * message will be refused) or written as CRLF. A line that began behind a bare one is never taken for
 * the start of a line: this is what smuggling rests on.
 */
final class ContentLines {
    private final boolean normalise;
    private boolean lineStart = true;
    private boolean afterCr;
    private boolean bare;
    private boolean ended = true;
    private long taken;

    ContentLines(boolean normalise) {
        this.normalise = normalise;
    }

    /** Writes at most 3 octets. */
    void put(byte octet, ByteBuffer output) {
        taken++;
        if (octet == '\n' && afterCr) {
            newline(output);
            afterCr = false;
            lineStart = true;
            return;
        }
        lineStart = false;
        endCr(output);
        if (octet == '\r') {
            afterCr = true;
        } else if (octet == '\n') {
            bareNewline(output);
        } else {
            output.put(octet);
            ended = false;
        }
    }

    /** The end of the message: a CR without its LF is bare; the last line gets its CRLF. Writes at most 4 octets. */
    void finish(ByteBuffer output) {
        endCr(output);
        if (!ended) {
            newline(output);
        }
    }

    /** Octets that were put. */
    long taken() {
        return taken;
    }

    /** True at the beginning and behind CRLF as it was sent. */
    boolean atLineStart() {
        return lineStart;
    }

    boolean hasBareNewline() {
        return bare && !normalise;
    }

    private void endCr(ByteBuffer output) {
        if (afterCr) {
            afterCr = false;
            bareNewline(output);
        }
    }

    private void bareNewline(ByteBuffer output) {
        bare = true;
        if (normalise) {
            newline(output);
        }
    }

    private void newline(ByteBuffer output) {
        output.put((byte) '\r').put((byte) '\n');
        ended = true;
    }
}
