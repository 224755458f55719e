package org.etrngateway.delivery;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.BudgetConfig.Limit;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.delivery.Spending.Purse;
import org.etrngateway.scheduler.Opening;

/** What sites used of their budgets for a day and for a window, over restarts. Thread-safe. */
public final class Budgets {
    private static final String CLOSED = "closed";
    /** Of windows that overlap, the one that opened first goes on when the other closes, and so does its budget. */
    private static final int WINDOWS_KEPT = 8;

    private final PeriodUses days;
    private final PeriodUses windows;
    private final Openings openings;

    /**
     * Reads what the last run wrote.
     *
     * @param folder that of the data
     * @param wall in whose time zone days begin
     */
    public Budgets(Path folder, Clock wall, Openings openings) {
        this.openings = openings;
        this.days = new PeriodUses(
                folder.resolve("budget-use"), site -> LocalDate.now(wall).toString(), 1);
        this.windows = new PeriodUses(
                folder.resolve("window-use"),
                site -> openings.of(site).map(open -> open.since().toString()).orElse(CLOSED),
                WINDOWS_KEPT);
    }

    /** What a site used today. */
    public LineUse today(SiteName site) {
        return days.of(site);
    }

    /** Why a trigger cannot begin a flush now, in words for the operator; empty if it can. */
    Optional<String> refusal(Trigger trigger, SiteRule rule) {
        return lasting(trigger, rule).stream()
                .filter(Purse::isEmpty)
                .findFirst()
                .map(Purse::reason);
    }

    /** What a flush may spend that begins now. */
    Spending of(Trigger trigger, SiteRule rule, Clock steady) {
        List<Purse> purses = lasting(trigger, rule);
        Flushing flush = new Flushing();
        purses.add(new Purse("a session", rule.flush().budget().session(), flush::use, flush::add));
        return new Spending(purses, steady);
    }

    /** Those that outlive a flush. What a site asks for itself is not the window's to pay. */
    private List<Purse> lasting(Trigger trigger, SiteRule rule) {
        SiteName site = trigger.site();
        List<Purse> purses = new ArrayList<>();
        Limit day = rule.flush().budget().day();
        if (!day.isNone()) {
            purses.add(new Purse("the day", day, () -> days.of(site), (octets, time) -> days.add(site, octets, time)));
        }
        openings.of(site)
                .filter(open -> !trigger.isAsked() && !open.budget().isNone())
                .map(Opening::budget)
                .ifPresent(limit -> purses.add(new Purse(
                        "the window",
                        limit,
                        () -> windows.of(site),
                        (octets, time) -> windows.add(site, octets, time))));
        return purses;
    }

    /** What one flush used. Guarded by the lock of its spending. */
    private static final class Flushing {
        private LineUse use = LineUse.NONE;

        LineUse use() {
            return use;
        }

        void add(long octets, Duration time) {
            use = use.plus(octets, time);
        }
    }

    /** Writes what is new; blocks on the disk. */
    void write() {
        days.write();
        windows.write();
    }
}
