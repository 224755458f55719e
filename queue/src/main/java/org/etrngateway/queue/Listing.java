package org.etrngateway.queue;

import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * Which page of the queue is wanted.
 *
 * @param site only this site's units; empty: all
 * @param after only units of messages behind this one; empty: from the first
 * @param limit units wanted, 1 to 1000; a page may have some more, for all units of a message are on one page
 */
public record Listing(Optional<SiteName> site, Optional<MessageId> after, int limit) {
    public Listing {
        if (limit < 1 || limit > 1000) {
            throw new IllegalArgumentException("a page has 1 to 1000 entries");
        }
    }
}
