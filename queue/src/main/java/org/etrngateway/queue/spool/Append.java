package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.etrngateway.queue.QueueException;

/**
 * A record that waits to be written, and what follows.
 *
 * @param body empty for all but small messages
 * @param then told once, on the writer's thread, in the order of the log
 */
record Append(RecordType type, long id, ByteBuffer meta, ByteBuffer body, int bodyCrc, Then then) {
    static final ByteBuffer NO_BODY = ByteBuffer.allocate(0).asReadOnlyBuffer();

    /** Nothing follows, and nothing is said. */
    static final Then NOTHING = new Then() {
        @Override
        public Optional<Fact> fact(Place place) {
            return Optional.empty();
        }

        @Override
        public void durable(Place place) {
            // nothing follows
        }

        @Override
        public void complete() {
            // nobody waits
        }

        @Override
        public void failed(QueueException reason) {
            // nobody waits
        }
    };

    static Append of(RecordType type, long id, byte[] meta, Then then) {
        return new Append(type, id, ByteBuffer.wrap(meta), NO_BODY, 0, then);
    }

    long length() {
        return (long) RecordHeader.SIZE + meta.remaining() + body.remaining();
    }

    /** What follows a write. */
    interface Then {
        /** What the record says, for the summary of its segment. */
        Optional<Fact> fact(Place place);

        /** The record is on the disk: memory follows suit. */
        void durable(Place place);

        /** All records of the same force are in memory: whoever waits may go on. */
        void complete();

        /** It was not written. */
        void failed(QueueException reason);
    }
}
