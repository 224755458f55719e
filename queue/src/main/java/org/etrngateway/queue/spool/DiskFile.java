package org.etrngateway.queue.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** An open file. Reads are thread-safe; only one thread writes. */
interface DiskFile extends Closeable {
    /** Writes all of the buffer at a position. */
    void write(ByteBuffer from, long position) throws IOException;

    /** Reads until the buffer is full or the file ends; returns the octets read, 0 at the end. */
    int read(ByteBuffer into, long position) throws IOException;

    /** Makes what was written durable. */
    void force() throws IOException;

    void truncate(long size) throws IOException;

    long size() throws IOException;

    /** Gives descriptors back until they are needed again; not while another thread writes. */
    void rest() throws IOException;
}
