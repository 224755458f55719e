package org.etrngateway.smtp;

import java.nio.ByteBuffer;

/**
 * Puts a dot before each dot at the start of a line (RFC 5321 §4.5.2), across the borders of buffers.
 * One for each message; not thread-safe.
 */
public final class DotStuffing {
    private static final byte[] END = {'.', '\r', '\n'};

    private byte last = '\n';

    /** The octets as they go on the wire; the input is used up. */
    public ByteBuffer stuff(ByteBuffer input) {
        int dots = count(input);
        if (dots == 0) {
            if (input.hasRemaining()) {
                last = input.get(input.limit() - 1);
            }
            ByteBuffer same = input.slice();
            input.position(input.limit());
            return same;
        }
        ByteBuffer output = ByteBuffer.allocate(input.remaining() + dots);
        while (input.hasRemaining()) {
            byte octet = input.get();
            if (octet == '.' && last == '\n') {
                output.put((byte) '.');
            }
            output.put(octet);
            last = octet;
        }
        return output.flip();
    }

    /** The end of data, behind a CRLF that is added if the content lacks it. */
    public ByteBuffer end() {
        return last == '\n' ? ByteBuffer.wrap(END) : ByteBuffer.wrap(new byte[] {'\r', '\n', '.', '\r', '\n'});
    }

    private int count(ByteBuffer input) {
        int dots = 0;
        byte before = last;
        for (int i = input.position(); i < input.limit(); i++) {
            byte octet = input.get(i);
            if (octet == '.' && before == '\n') {
                dots++;
            }
            before = octet;
        }
        return dots;
    }
}
