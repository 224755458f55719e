package org.etrngateway.queue.index;

import java.time.Instant;

/**
 * What the rows of a site sum up to. Immutable.
 *
 * @param charged units that count against the quota
 * @param chargedBytes octets of these
 * @param oldest when the oldest was received
 */
public record SiteTotal(
        long messages, long bytes, long charged, long chargedBytes, long operatorHeld, Instant oldest) {}
