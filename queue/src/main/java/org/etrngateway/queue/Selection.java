package org.etrngateway.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;

/**
 * Which of a site's units a claim is after, and in which order. Units under a lease are never among them; those
 * held back only where {@code receivedBy} or {@code lateBy} is given, for their time passes like others'. Immutable.
 *
 * @param triedBefore only units whose last attempt lies before this instant, or which had none: a
 *     flush names its own start, so that it meets no unit twice
 * @param dueBy only units that were never tried, or whose due time is at or before this; empty: whatever
 *     their due time
 * @param receivedBy only units whose age counts from this or before; empty: all
 * @param receivedAfter only units whose age counts from a later instant than this; empty: all
 * @param lateBy only units that were to be delivered by this or before, and whose sender does not know that they were
 *     not; empty: all
 * @param domains only recipients in these domains; empty: all
 * @param upTo only units of at most so many octets
 * @param smallFirst true if of units of one priority those of a lower {@linkplain #grade grade} come first, as far as
 *     the store looks ahead
 */
public record Selection(
        Instant triedBefore,
        Optional<Instant> dueBy,
        Optional<Instant> receivedBy,
        Optional<Instant> receivedAfter,
        Optional<Instant> lateBy,
        Optional<Set<DomainName>> domains,
        long upTo,
        boolean smallFirst) {
    private static final long SMALLEST = 16 * 1024;
    private static final int FACTOR_BITS = 2;

    /** All that a trigger releases. */
    public static Selection released(Instant flushStart) {
        return all(flushStart, Optional.empty(), Optional.empty());
    }

    /** What the retry schedule says is to be tried now. */
    public static Selection due(Instant now) {
        return all(now, Optional.of(now), Optional.empty());
    }

    /** What is as old as if it was received at or before an instant, for expiry; attempts and due times do not matter. */
    public static Selection receivedBy(Instant cutoff) {
        return all(Instant.MAX, Optional.empty(), Optional.of(cutoff));
    }

    /** What was received after one instant, and at or before another; attempts and due times do not matter. */
    public static Selection receivedBetween(Instant after, Instant by) {
        return new Selection(
                Instant.MAX,
                Optional.empty(),
                Optional.of(by),
                Optional.of(after),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                false);
    }

    /** What was to be delivered at or before an instant, for the deadline of its sender. */
    public static Selection late(Instant now) {
        return new Selection(
                Instant.MAX,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(now),
                Optional.empty(),
                Long.MAX_VALUE,
                false);
    }

    private static Selection all(Instant triedBefore, Optional<Instant> dueBy, Optional<Instant> receivedBy) {
        return new Selection(
                triedBefore,
                dueBy,
                receivedBy,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Long.MAX_VALUE,
                false);
    }

    /** True if units are selected by how long they are here, and not to be delivered. */
    public boolean isByAge() {
        return receivedBy.isPresent() || lateBy.isPresent();
    }

    /** The same, but only what was not tried at or after this instant. */
    public Selection notTriedSince(Instant start) {
        return new Selection(start, dueBy, receivedBy, receivedAfter, lateBy, domains, upTo, smallFirst);
    }

    /** The same, for these domains only. */
    public Selection within(Set<DomainName> only) {
        return new Selection(
                triedBefore, dueBy, receivedBy, receivedAfter, lateBy, Optional.of(Set.copyOf(only)), upTo, smallFirst);
    }

    /** The same, but only units of at most so many octets. */
    public Selection notLargerThan(long octets) {
        return new Selection(triedBefore, dueBy, receivedBy, receivedAfter, lateBy, domains, octets, smallFirst);
    }

    /** The same with smaller units first. */
    public Selection smallerFirst() {
        return new Selection(triedBefore, dueBy, receivedBy, receivedAfter, lateBy, domains, upTo, true);
    }

    /**
     * How large a unit counts where smaller ones come first: 0 up to 16 KiB, and one more with each factor of 4, so
     * that what differs little keeps the order of its age.
     *
     * @param octets 0 or more
     */
    public static int grade(long octets) {
        int grade = 0;
        for (long rest = (octets - 1) / SMALLEST; rest > 0; rest >>= FACTOR_BITS) {
            grade++;
        }
        return grade;
    }
}
