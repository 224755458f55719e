package org.etrngateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A site as an operator sees it. Immutable.
 *
 * @param domains as configured; none for the reserved sites
 * @param mode in lower case
 * @param messages held, those in flight included
 * @param bytes octets of these
 * @param quotaMessages how many may be held; 0 is no limit
 * @param quotaBytes octets that may be held; 0 is no limit
 * @param oldest when the oldest of them came
 * @param lastContact when the site asked, or its server answered, last; empty: not yet
 * @param flushing true while a flush of the site runs
 * @param windowUntil when the window closes in which the site is called now; empty: none is open
 * @param nextWindow when the next one opens; empty: none does
 * @param budgetPercent how much of the budget for the day is used, of its scarcer part; 100: nothing goes today
 */
public record SiteView(
        String site,
        List<String> domains,
        List<String> mode,
        long messages,
        long bytes,
        long quotaMessages,
        long quotaBytes,
        long inFlight,
        long operatorHeld,
        Optional<Instant> oldest,
        Optional<Instant> lastContact,
        boolean paused,
        boolean flushing,
        Optional<Instant> windowUntil,
        Optional<Instant> nextWindow,
        Optional<Integer> budgetPercent) {
    private static final double ALL = 100;

    /** How much of the scarcer part of the quota is used; 0 if there is no limit. */
    int quotaPercent() {
        return (int) Math.max(percent(messages, quotaMessages), percent(bytes, quotaBytes));
    }

    private static double percent(long held, long limit) {
        return limit == 0 ? 0 : Math.floor(ALL * held / limit);
    }
}
