package org.etrngateway.queue;

import java.time.Instant;
import java.util.Optional;

/**
 * What is held for a site at one instant. Immutable.
 *
 * @param messages units not yet final, those in flight included
 * @param bytes octets of these, each in full
 * @param inFlight units under a lease
 * @param operatorHeld units that an operator holds back, or their sender for a time, which no trigger releases
 * @param oldest when the oldest was received: never later than the truth, and exact within a minute
 * @param paused true if an operator paused the site
 */
public record SiteSummary(
        long messages, long bytes, long inFlight, long operatorHeld, Optional<Instant> oldest, boolean paused) {
    public static final SiteSummary EMPTY = new SiteSummary(0, 0, 0, 0, Optional.empty(), false);
}
