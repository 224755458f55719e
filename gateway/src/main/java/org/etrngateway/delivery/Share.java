package org.etrngateway.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;

/**
 * A leased unit that goes to servers in several parts, with MX one a domain. Its lease is given back as a
 * whole, so the outcomes of the parts are gathered until the last is through: settled one by one, the
 * domain that is tried first and defers would keep the others waiting. Thread-safe.
 */
final class Share {
    private final Lease lease;
    private final List<Outcome> outcomes = new ArrayList<>();
    private final Set<Integer> relayed = new HashSet<>();
    private int open;

    /**
     * @param parts 1 or more
     */
    Share(Lease lease, int parts) {
        this.lease = lease;
        this.open = parts;
    }

    Lease lease() {
        return lease;
    }

    /**
     * A part is through.
     *
     * @param known what became of its recipients; those not mentioned are open
     * @return what became of all parts, if this was the last of them
     */
    synchronized Optional<List<Outcome>> through(List<Outcome> known) {
        outcomes.addAll(known);
        open--;
        return open == 0 ? Optional.of(List.copyOf(outcomes)) : Optional.empty();
    }

    /** Recipients went to a server that tells nothing of success (no DSN, RFC 3461). */
    synchronized void relay(Collection<Integer> recipients) {
        relayed.addAll(recipients);
    }

    synchronized Set<Integer> relayed() {
        return Set.copyOf(relayed);
    }
}
