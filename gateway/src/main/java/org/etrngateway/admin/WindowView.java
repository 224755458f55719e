package org.etrngateway.admin;

import java.time.Instant;
import org.etrngateway.scheduler.Opening;

/**
 * A time in which a site may be called without having asked. Immutable.
 *
 * @param open true if it is now
 * @param large true if messages go that wait for such a window
 * @param budgetBytes octets that it may take of the line; 0 is no limit
 * @param budgetSeconds how long sessions may be open in it; 0 is no limit
 */
public record WindowView(
        String site, Instant since, Instant until, boolean open, boolean large, long budgetBytes, long budgetSeconds) {
    static WindowView of(String site, Opening opening, boolean open) {
        return new WindowView(
                site,
                opening.since(),
                opening.until(),
                open,
                opening.large(),
                opening.budget().bytes(),
                opening.budget().time().map(time -> time.toSeconds()).orElse(0L));
    }
}
