package org.etrngateway.admin;

import java.util.Optional;
import org.etrngateway.queue.MessageId;

/**
 * Where a pass over the queue begins, and the last id that it may meet. Immutable.
 *
 * @param after only messages behind this one; empty: from the first
 * @param last empty: to the end
 */
record Range(Optional<MessageId> after, Optional<MessageId> last) {
    static final Range ALL = new Range(Optional.empty(), Optional.empty());

    static Range of(MessageId one) {
        return new Range(one.before(), Optional.of(one));
    }

    boolean isBeyond(MessageId id) {
        return last.filter(end -> id.compareTo(end) > 0).isPresent();
    }

    /** What is left of it behind a message. */
    Range behind(MessageId id) {
        return new Range(Optional.of(id), last);
    }
}
