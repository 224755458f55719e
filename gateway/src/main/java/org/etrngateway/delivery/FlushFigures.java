package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.address.SiteName;

/**
 * How a flush stands. Immutable.
 *
 * @param by who or what asked for it
 * @param delivered recipients that the site took; likewise the others
 * @param bytes octets of content that were answered
 * @param lastReply the site's last word; empty text if there was none
 * @param line how the lines are used
 * @param left units that are held and may be delivered
 * @param leftBytes octets of these, and of those that an operator holds
 */
public record FlushFigures(
        SiteName site,
        String by,
        Instant since,
        long delivered,
        long deferred,
        long failed,
        long bytes,
        String lastReply,
        LineFigures line,
        long left,
        long leftBytes) {
    /** True while it has work; false while its session rests, open for what may come. */
    public boolean isWorking() {
        return !line.resting();
    }

    /** How long the rest will take at the present goodput; empty if that cannot be told. */
    public Optional<Duration> toGo() {
        return line.goodput() > 0 && left > 0
                ? Optional.of(Duration.ofSeconds((long) Math.ceil(leftBytes / line.goodput())))
                : Optional.empty();
    }
}
