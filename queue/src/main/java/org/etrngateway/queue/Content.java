package org.etrngateway.queue;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** The octets of a message as they go to the site, our trace header first. Thread-safe. */
public interface Content extends Closeable {
    /** Octets in all. */
    long size();

    /**
     * Reads from a position into the buffer's free room; may block on the disk.
     *
     * @return octets read: less than the room only at the end; 0 at the end
     */
    int read(long position, ByteBuffer into) throws IOException;

    /** All of it, from the first octet on; closing the stream closes this. It blocks as {@link #read} does. */
    default InputStream stream() {
        return new ContentStream(this);
    }

    @Override
    void close();
}
