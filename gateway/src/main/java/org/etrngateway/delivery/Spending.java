package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.BudgetConfig.Limit;

/**
 * What a flush spends of its site's budgets, and what they leave. A message counts in full when it begins, whatever
 * becomes of it, but for what its server has of it already; time counts while a session is open. Thread-safe.
 */
final class Spending {
    private final SiteName site;
    private final BudgetConfig budget;
    private final DayUses days;
    private final Clock clock;
    private LineUse session = LineUse.NONE;
    private int open;
    private Instant metered;
    private boolean whateverSize;

    /**
     * @param clock not moved by who sets the wall
     */
    Spending(SiteName site, BudgetConfig budget, DayUses days, Clock clock) {
        this.site = site;
        this.budget = budget;
        this.days = days;
        this.clock = clock;
        this.metered = clock.instant();
    }

    boolean isLimited() {
        return !budget.isNone();
    }

    synchronized void opened() {
        meter();
        open++;
    }

    synchronized void closed() {
        meter();
        open--;
    }

    /** A message begins. */
    synchronized void begin(long octets) {
        whateverSize = false;
        add(octets, Duration.ZERO);
    }

    /** So many octets of a message that began need not be sent: its server has them. */
    synchronized void spare(long octets) {
        add(-octets, Duration.ZERO);
    }

    /**
     * The next message may begin whatever its size, if no octet was spent: else it could never, for the budget will
     * not be larger.
     *
     * @return false if some were
     */
    synchronized boolean allowOneIfWhole() {
        whateverSize = left() == most();
        return whateverSize;
    }

    /** Octets that a message may have that begins now; 0: none may begin any more. */
    synchronized long left() {
        meter();
        LineUse today = days.of(site);
        if (session.exhausts(budget.session()) || today.exhausts(budget.day())) {
            return 0;
        }
        return whateverSize ? Long.MAX_VALUE : Math.min(left(session, budget.session()), left(today, budget.day()));
    }

    /** Octets that the largest message may have while the budget is whole. */
    long most() {
        return Math.min(most(budget.session()), most(budget.day()));
    }

    /** Why no more may begin, in words for the operator; only when nothing is {@link #left}. */
    String reason() {
        return days.of(site).exhausts(budget.day())
                ? "the budget of the day is used up"
                : "the budget of a session is used up";
    }

    private void meter() {
        Instant now = clock.instant();
        if (open > 0) {
            add(0, Duration.between(metered, now));
        }
        metered = now;
    }

    private void add(long octets, Duration time) {
        session = session.plus(octets, time);
        if (!budget.day().isNone()) {
            days.add(site, octets, time);
        }
    }

    private static long left(LineUse use, Limit limit) {
        return limit.bytes() == 0 ? Long.MAX_VALUE : limit.bytes() - use.bytes();
    }

    private static long most(Limit limit) {
        return limit.bytes() == 0 ? Long.MAX_VALUE : limit.bytes();
    }
}
