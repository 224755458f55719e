package org.etrngateway.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What the sender of a message wants of its delivery. Immutable.
 *
 * @param priority RFC 6710: -9 to 9; empty: not said, which counts as 0
 * @param by RFC 2852
 * @param release RFC 4865: not before this, unless an operator lets it go
 */
public record Wishes(OptionalInt priority, Optional<DeliverBy> by, Optional<Instant> release) {
    public static final Wishes NONE = new Wishes(OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** The highest priority, and, below 0, the lowest. */
    public static final int TOP = 9;

    public Wishes {
        if (priority.isPresent() && Math.abs(priority.getAsInt()) > TOP) {
            throw new IllegalArgumentException("no priority: " + priority.getAsInt());
        }
    }

    /** The same with this priority. */
    public Wishes withPriority(int other) {
        return new Wishes(OptionalInt.of(other), by, release);
    }

    /** The priority, where it is said or not. */
    public int urgency() {
        return priority.orElse(0);
    }

    /** True if the message was late before it came: whoever had it before has told its sender so (RFC 2852 §4). */
    public boolean areKnownLate() {
        return by.filter(wanted -> wanted.seconds() <= 0).isPresent();
    }

    /** From when the age of the message counts: it is as young as it came until it may go. */
    public Instant since(Instant received) {
        return release.filter(received::isBefore).orElse(received);
    }

    /** By when the message is to be delivered; the time it was held for does not count. */
    public Optional<Instant> deadline(Instant received) {
        return by.map(wanted -> since(received).plusSeconds(wanted.seconds()));
    }
}
