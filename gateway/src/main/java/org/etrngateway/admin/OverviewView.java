package org.etrngateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All sites at a glance. Immutable.
 *
 * @param sites how many there are
 * @param messages held for all of them
 * @param bytes octets of these
 * @param oldest when the oldest of these came
 * @param inFlight how many of the messages are being delivered
 * @param waiting for how many sites there are messages
 * @param flushing for how many a flush runs
 * @param matching how many sites match what was asked for
 * @param page some of these
 */
public record OverviewView(
        int sites,
        long messages,
        long bytes,
        Optional<Instant> oldest,
        long inFlight,
        long waiting,
        long flushing,
        int matching,
        List<SiteView> page) {}
