package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A file as long as it was when it was opened, for reading. It stays open, so that it can be read to its end
 * when another process deletes it. Thread-safe.
 */
record FixedFile(DiskFile file, long size) implements DiskFile {
    static FixedFile open(DiskFile file) throws IOException {
        try {
            return new FixedFile(file, file.size());
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        long rest = Math.max(0, size - position);
        int limit = into.limit();
        into.limit((int) Math.min(limit, into.position() + rest));
        try {
            return into.hasRemaining() ? file.read(into, position) : 0;
        } finally {
            into.limit(limit);
        }
    }

    @Override
    public void write(ByteBuffer from, long position) {
        throw new UnsupportedOperationException("opened for reading");
    }

    @Override
    public void force() {
        throw new UnsupportedOperationException("opened for reading");
    }

    @Override
    public void truncate(long length) {
        throw new UnsupportedOperationException("opened for reading");
    }

    @Override
    public void rest() {
        // Given back, the descriptor might not be had again: the name may be gone.
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
