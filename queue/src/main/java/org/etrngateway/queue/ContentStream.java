package org.etrngateway.queue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/** A content from its first octet to its last; closing it closes the content. Not thread-safe. */
final class ContentStream extends InputStream {
    private static final int CHUNK = 1 << 16;

    private final Content content;
    private long position;

    ContentStream(Content content) {
        this.content = content;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        int count = content.read(position, ByteBuffer.wrap(into, offset, length));
        position += count;
        return count == 0 ? -1 : count;
    }

    /** In larger pieces than others would: each is a look at the disk. */
    @Override
    public long transferTo(OutputStream to) throws IOException {
        long begun = position;
        byte[] chunk = new byte[CHUNK];
        for (int count = read(chunk, 0, CHUNK); count > 0; count = read(chunk, 0, CHUNK)) {
            to.write(chunk, 0, count);
        }
        return position - begun;
    }

    @Override
    public void close() {
        content.close();
    }
}
