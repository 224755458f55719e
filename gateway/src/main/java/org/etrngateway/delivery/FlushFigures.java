package org.etrngateway.delivery;

import java.time.Instant;
import org.etrngateway.address.SiteName;

/**
 * How a flush stands. Immutable.
 *
 * @param by who or what asked for it
 * @param delivered recipients that the site took; likewise the others
 * @param bytes octets of content that were answered
 * @param lastReply the site's last word; empty text if there was none
 */
public record FlushFigures(
        SiteName site,
        String by,
        Instant since,
        long delivered,
        long deferred,
        long failed,
        long bytes,
        String lastReply) {}
