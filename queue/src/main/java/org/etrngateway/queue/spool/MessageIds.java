package org.etrngateway.queue.spool;

import java.util.concurrent.atomic.AtomicLong;
import org.etrngateway.queue.MessageId;

/**
 * Gives ids away, ascending. The header of each segment says from where to go on; after a crash a leap
 * skips those that drafts had and no record tells of. Thread-safe.
 */
final class MessageIds {
    /** A new segment is begun long before so many ids were given away unrecorded. */
    static final long LEAP = 1 << 20;

    private final AtomicLong next;

    MessageIds(long first) {
        next = new AtomicLong(first);
    }

    MessageId take() {
        return new MessageId(next.getAndIncrement());
    }

    /** The first that was not given away. */
    long next() {
        return next.get();
    }
}
