package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/**
 * What the rows of a site for the same domains sum up to. Immutable.
 *
 * @param charged units that count against the quota
 * @param chargedBytes octets of these
 * @param oldest when the oldest was received
 */
public record SiteTotal(
        SiteName site,
        Set<DomainName> domains,
        long messages,
        long bytes,
        long charged,
        long chargedBytes,
        long operatorHeld,
        Instant oldest) {
    public SiteTotal {
        domains = Set.copyOf(domains);
    }
}
