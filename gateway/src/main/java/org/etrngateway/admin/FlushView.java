package org.etrngateway.admin;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.delivery.FlushFigures;

/**
 * A flush that runs.
 *
 * @param by who or what asked for it
 * @param delivered recipients that the site took; likewise the others
 * @param bytes octets of content that were answered
 * @param lastReply the site's last word; empty text if there was none
 * @param sent octets of content given to the line
 * @param left messages that are held and may be delivered
 * @param leftBytes octets of these
 * @param goodput octets a second that were answered lately; 0 while that is not known
 * @param roundTripMillis of the line, if it is known
 * @param secondsToGo at this goodput, if it can be told
 * @param resting true if all is delivered and the session stays for what arrives
 */
public record FlushView(
        String site,
        String by,
        Instant since,
        long delivered,
        long deferred,
        long failed,
        long bytes,
        String lastReply,
        long sent,
        long left,
        long leftBytes,
        long goodput,
        Optional<Long> roundTripMillis,
        Optional<Long> secondsToGo,
        boolean resting) {
    static FlushView of(FlushFigures figures) {
        return new FlushView(
                figures.site().name(),
                figures.by(),
                figures.since(),
                figures.delivered(),
                figures.deferred(),
                figures.failed(),
                figures.bytes(),
                figures.lastReply(),
                figures.line().sent(),
                figures.left(),
                figures.leftBytes(),
                Math.round(figures.line().goodput()),
                figures.line().roundTrip().map(Duration::toMillis),
                figures.toGo().map(Duration::toSeconds),
                figures.line().resting());
    }
}
