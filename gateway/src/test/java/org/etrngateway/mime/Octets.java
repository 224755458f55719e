package org.etrngateway.mime;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.etrngateway.queue.Content;

/** A message that is written down in a test, an octet a character. */
final class Octets implements Content {
    private final byte[] bytes;

    Octets(byte[] bytes) {
        this.bytes = bytes;
    }

    static Octets of(String... lines) {
        return new Octets((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public int read(long position, ByteBuffer into) {
        int from = (int) Math.min(position, bytes.length);
        int length = Math.min(into.remaining(), bytes.length - from);
        into.put(bytes, from, length);
        return length;
    }

    @Override
    public void close() {
        // nothing is open
    }
}
