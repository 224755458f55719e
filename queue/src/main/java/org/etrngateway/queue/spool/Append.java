package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.etrngateway.queue.QueueException;

/**
 * A record that waits to be written, and what follows.
 *
 * @param meta made when the record is written, so that it names places as they then are
 * @param body empty for all but small messages
 * @param then told once, on the writer's thread, in the order of the log
 */
record Append(RecordType type, long id, Meta meta, ByteBuffer body, int bodyCrc, Then then) {
    private static final int USUAL_META = 512;

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

    static Append of(RecordType type, long id, Meta meta, Then then) {
        return new Append(type, id, meta, NO_BODY, 0, then);
    }

    /** About the octets that it will have. */
    long length() {
        return (long) USUAL_META + body.remaining();
    }

    /** What a record says. */
    @FunctionalInterface
    interface Meta {
        /** Called once, on the writer's thread. */
        byte[] octets();
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
