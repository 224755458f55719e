package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Copies octets from file to file and sums them up on the way. Not thread-safe. */
final class FileCopy {
    private static final int CHUNK = 1 << 20;

    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    private final CRC32C crc = new CRC32C();

    /** The CRC-32C of all that passed here so far. */
    int crc() {
        return (int) crc.getValue();
    }

    /** Sums up a region. */
    void read(DiskFile from, long start, long end) throws IOException {
        for (long at = start; at < end; at += CHUNK) {
            crc.update(next(from, at, end));
        }
    }

    /** Copies a region to the same place in another file, and sums it up. */
    void copy(DiskFile from, DiskFile to, long start, long end) throws IOException {
        for (long at = start; at < end; at += CHUNK) {
            ByteBuffer octets = next(from, at, end);
            crc.update(octets.duplicate());
            to.write(octets, at);
        }
    }

    private ByteBuffer next(DiskFile from, long at, long end) throws IOException {
        chunk.clear().limit((int) Math.min(CHUNK, end - at));
        from.read(chunk, at);
        if (chunk.hasRemaining()) {
            throw new DamagedException("a file is shorter than it was");
        }
        return chunk.flip();
    }
}
