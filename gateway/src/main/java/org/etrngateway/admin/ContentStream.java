package org.etrngateway.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.etrngateway.queue.Content;

/** A message as a stream, which closes it at its end. Not thread-safe. */
final class ContentStream extends InputStream {
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

    @Override
    public void close() {
        content.close();
    }
}
