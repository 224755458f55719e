package org.etrngateway.archive;

import java.io.Closeable;
import java.io.IOException;

/** A file of messages that is being written. Not thread-safe; blocks on what it writes to. */
public interface Archive extends Closeable {
    /**
     * Adds a message.
     *
     * @throws IOException if it cannot be read or written; what was written is no whole file then
     */
    void add(Letter letter) throws IOException;

    /** Ends the file, which is whole then, and closes what it is written to. */
    @Override
    void close() throws IOException;
}
