package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.DomainName;

/**
 * What memory knew of a site at one moment. Immutable.
 *
 * @param oldestMayBeGone true if the oldest may be a later one than it says
 * @param domains how many units are for each
 */
record SiteMark(
        Tally tally, Optional<Instant> oldest, boolean oldestMayBeGone, boolean paused, Map<DomainName, Long> domains) {
    static final SiteMark NONE = new SiteMark(Tally.NONE, Optional.empty(), false, false, Map.of());

    SiteMark {
        domains = Map.copyOf(domains);
    }

    SiteMark withPaused(boolean now) {
        return new SiteMark(tally, oldest, oldestMayBeGone, now, domains);
    }
}
