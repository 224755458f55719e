package org.etrngateway.queue;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;

/**
 * Which of a site's units a claim is after. Units under a lease are never among them; those held by an
 * operator only where {@code receivedBy} is given, for they expire like others. Immutable.
 *
 * @param triedBefore only units whose last attempt lies before this instant, or which had none: a
 *     flush names its own start, so that it meets no unit twice
 * @param dueBy only units that were never tried, or whose due time is at or before this; empty: whatever
 *     their due time
 * @param receivedBy only units received at or before this; empty: all
 * @param domains only recipients in these domains; empty: all
 */
public record Selection(
        Instant triedBefore, Optional<Instant> dueBy, Optional<Instant> receivedBy, Optional<Set<DomainName>> domains) {

    /** All that a trigger releases. */
    public static Selection released(Instant flushStart) {
        return new Selection(flushStart, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What the retry schedule says is to be tried now. */
    public static Selection due(Instant now) {
        return new Selection(now, Optional.of(now), Optional.empty(), Optional.empty());
    }

    /** What was received at or before an instant, for expiry; attempts and due times do not matter. */
    public static Selection receivedBy(Instant cutoff) {
        return new Selection(Instant.MAX, Optional.empty(), Optional.of(cutoff), Optional.empty());
    }

    /** The same, for these domains only. */
    public Selection within(Set<DomainName> only) {
        return new Selection(triedBefore, dueBy, receivedBy, Optional.of(Set.copyOf(only)));
    }
}
