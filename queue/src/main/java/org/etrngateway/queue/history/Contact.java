package org.etrngateway.queue.history;

import java.time.Instant;
import java.util.Optional;

/**
 * Since when a site is known, and when it was heard last. Immutable.
 *
 * @param heard when the site asked, or its server answered; empty: not yet
 */
public record Contact(Instant known, Optional<Instant> heard) {
    /** Since when nothing was heard of the site. */
    public Instant silentSince() {
        return heard.orElse(known);
    }

    /** What both say together. */
    Contact and(Contact other) {
        Instant first = known.isBefore(other.known) ? known : other.known;
        boolean ours = other.heard.isEmpty()
                || heard.filter(at -> at.isAfter(other.heard.get())).isPresent();
        return new Contact(first, ours ? heard : other.heard);
    }
}
