package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import org.etrngateway.queue.QueueException;

/**
 * A record that waits to be written, and what follows.
 *
 * @param body empty for all but small messages
 * @param then told once, on the writer's thread, in the order of the log
 */
record Append(RecordType type, long id, ByteBuffer meta, ByteBuffer body, int bodyCrc, Then then) {
    static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    static Append of(RecordType type, long id, byte[] meta, Then then) {
        return new Append(type, id, ByteBuffer.wrap(meta), NO_BODY, 0, then);
    }

    long length() {
        return (long) RecordHeader.SIZE + meta.remaining() + body.remaining();
    }

    /** What follows a write. */
    interface Then {
        /** The record is on the disk: memory follows suit. */
        void durable(Place place);

        /** All records of the same force are in memory: whoever waits may go on. */
        void complete();

        /** It was not written. */
        void failed(QueueException reason);
    }
}
