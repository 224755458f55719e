package org.etrngateway.admin;

import java.time.Instant;

/**
 * A flush that runs.
 *
 * @param by who or what asked for it
 * @param delivered recipients that the site took; likewise the others
 * @param bytes octets of content that were answered
 */
public record FlushView(
        String site,
        String by,
        Instant since,
        long delivered,
        long deferred,
        long failed,
        long bytes,
        String lastReply) {}
