package org.etrngateway.queue;

import java.nio.ByteBuffer;

/** The content of a message that is kept in memory, such as of a {@link MemoryQueue}. */
public final class MemoryContent implements Content {
    private final byte[] bytes;

    public MemoryContent(byte[] bytes) {
        this.bytes = bytes;
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
        // memory holds nothing that must be given back
    }
}
