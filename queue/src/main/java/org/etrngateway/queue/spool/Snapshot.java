package org.etrngateway.queue.spool;

import java.util.Map;
import org.etrngateway.address.SiteName;

/**
 * What memory knew at one moment, units left out: they are in rows.
 *
 * @param segments a copy
 */
record Snapshot(Map<SiteName, SiteMark> sites, SegmentUse segments) {
    Snapshot {
        sites = Map.copyOf(sites);
    }

    /** True if a directory names another site for mail that is held. */
    boolean movesUnder(Directory directory) {
        return sites.entrySet().stream()
                .anyMatch(site -> site.getValue().domains().keySet().stream()
                        .anyMatch(domain -> directory.moves(site.getKey(), domain)));
    }
}
