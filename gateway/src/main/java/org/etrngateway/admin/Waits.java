package org.etrngateway.admin;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.delivery.FlushFigures;
import org.etrngateway.delivery.LineUse;
import org.etrngateway.delivery.Openings;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.scheduler.Opening;

/** Says why a message is held, and when it will be tried next; from memory. Thread-safe. */
public final class Waits {
    private final MailQueue queue;
    private final Supplier<Map<SiteName, SiteConfig>> sites;
    private final Supplier<Collection<FlushFigures>> flushes;
    private final Function<SiteName, LineUse> today;
    private final Openings openings;

    /**
     * @param sites the configured ones; asked anew each time
     * @param flushes those that run
     * @param today what a site used of its budget for the day
     */
    public Waits(
            MailQueue queue,
            Supplier<Map<SiteName, SiteConfig>> sites,
            Supplier<Collection<FlushFigures>> flushes,
            Function<SiteName, LineUse> today,
            Openings openings) {
        this.queue = queue;
        this.sites = sites;
        this.flushes = flushes;
        this.today = today;
        this.openings = openings;
    }

    /** What lets a message go. */
    enum For {
        /** Nothing: it is being delivered. */
        IN_FLIGHT,
        /** A flush runs, and will come to it. */
        FLUSH,
        /** An operator, who holds it. */
        OPERATOR,
        /** Its sender's time. */
        SENDER,
        /** The end of the pause of its site. */
        PAUSE,
        /** The next day, for the budget of this one is used. */
        BUDGET,
        WINDOW,
        /** The retry schedule. */
        RETRY,
        /** ETRN, ATRN or an operator's flush. */
        TRIGGER,
        /** A site that has its domain. */
        SITE
    }

    WaitView of(Listed unit) {
        SiteName site = unit.site();
        return switch (unit.state()) {
            case IN_FLIGHT -> view(For.IN_FLIGHT, Optional.empty());
            case OPERATOR_HELD -> view(For.OPERATOR, Optional.empty());
            case ASLEEP -> view(For.SENDER, unit.until());
            case HELD -> {
                if (queue.summary(site).paused()) {
                    yield view(For.PAUSE, Optional.empty());
                }
                boolean served =
                        flushes.get().stream().anyMatch(flush -> flush.site().equals(site) && flush.isWorking());
                yield served ? view(For.FLUSH, Optional.empty()) : unserved(unit);
            }
        };
    }

    private WaitView unserved(Listed unit) {
        SiteName site = unit.site();
        if (site.equals(SiteName.UNASSIGNED)) {
            return view(For.SITE, Optional.empty());
        }
        if (site.equals(SiteName.OUTBOUND)) {
            return view(For.RETRY, unit.due());
        }
        return Optional.ofNullable(sites.get().get(site))
                .map(config -> configured(unit, config))
                .orElseGet(() -> view(For.SITE, Optional.empty()));
    }

    /** Of what releases its mail, what comes first. */
    private WaitView configured(Listed unit, SiteConfig config) {
        SiteName site = unit.site();
        boolean isSpent = today.apply(site)
                .percentOf(config.flush().budget().day())
                .filter(percent -> percent >= 100)
                .isPresent();
        if (isSpent) {
            return view(For.BUDGET, Optional.empty());
        }
        Stream<WaitView> window = openings.of(site).stream()
                .map(Opening::since)
                .findFirst()
                .or(() -> openings.next(site, 1).stream().map(Opening::since).findFirst())
                .map(opens -> view(For.WINDOW, Optional.of(opens)))
                .stream();
        Stream<WaitView> retry =
                config.schedule().mode().contains(Mode.RETRY) ? Stream.of(view(For.RETRY, unit.due())) : Stream.empty();
        return Stream.concat(retry, window)
                .min(Comparator.comparing(wait -> wait.next().orElse(Instant.MIN)))
                .orElseGet(() -> view(For.TRIGGER, Optional.empty()));
    }

    private static WaitView view(For on, Optional<Instant> next) {
        // A deferred unit that no schedule will try has a due time beyond all times.
        return new WaitView(Parameter.word(on), next.filter(Instant.MAX::isAfter));
    }
}
