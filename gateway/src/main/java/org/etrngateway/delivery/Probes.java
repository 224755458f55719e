package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.ProbeConfig;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.SiteSummary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out that sites which could not be reached are back, before the time at which they would be tried again: where the
 * settings want it, mail waits that may go, and the site may be called unasked. A held site is never called, for a call may
 * cost its owner money. No message and no attempt has to do with it. Thread-safe.
 */
final class Probes {
    private static final Logger LOG = LoggerFactory.getLogger(Probes.class);
    /** Calls at a time, besides the sessions. */
    private static final int MOST = 10;

    private static final Duration SLOWEST = Duration.ofHours(1);
    /** A call is begun only where a window leaves time for it. */
    private static final Duration CALL = Probe.LIMIT.multipliedBy(2);

    private final Workshop shop;
    private final Rounds rounds;
    private final Desk desk;
    private final Map<SiteName, Next> nexts = new HashMap<>();
    private final Set<SiteName> calling = new HashSet<>();

    Probes(Workshop shop, Rounds rounds, Desk desk) {
        this.shop = shop;
        this.rounds = rounds;
        this.desk = desk;
    }

    /** What the engine knows and does of sites that cannot be reached. */
    interface Desk {
        /** Sites whose last flush failed, and no other was well since. */
        Set<SiteName> failing();

        /** True if the site waits for its next time: no flush runs, and no open trigger tries again by itself. */
        boolean isWaiting(SiteName site);

        /** The site is there: it is away no more. */
        void found(SiteName site);
    }

    /**
     * When a site is called next.
     *
     * @param waited how long it was waited for that
     */
    private record Next(Instant at, Duration waited) {
        static Next first(Instant now, ProbeConfig config) {
            return new Next(now.plus(config.every()), config.every());
        }

        Next after(Instant now) {
            Duration doubled = waited.multipliedBy(2);
            Duration longer = doubled.compareTo(SLOWEST) < 0 ? doubled : SLOWEST;
            return new Next(now.plus(longer), longer);
        }
    }

    /** Calls those whose time has come, as many as may be called at a time. */
    void tick() {
        Instant now = shop.clock().instant();
        Set<SiteName> failing = desk.failing();
        synchronized (this) {
            nexts.keySet().retainAll(failing);
        }
        for (SiteName site : failing) {
            Optional<SiteRule> rule = shop.rules()
                    .get()
                    .site(site)
                    .filter(it -> it.schedule().probe().isPresent());
            if (rule.isPresent() && isDue(site, rule.get(), now) && isWanted(site, rule.get()) && begin(site, now)) {
                call(site, rule.get());
            }
        }
    }

    private synchronized boolean isDue(SiteName site, SiteRule rule, Instant now) {
        ProbeConfig config = rule.schedule().probe().orElseThrow();
        return !now.isBefore(
                nexts.computeIfAbsent(site, first -> Next.first(now, config)).at());
    }

    private boolean isWanted(SiteName site, SiteRule rule) {
        boolean mayCall = rule.retries() || shop.openings().lasts(site, CALL);
        SiteSummary held = shop.queue().summary(site);
        return mayCall
                && !rule.schedule().isHeld()
                && desk.isWaiting(site)
                && !held.paused()
                && held.messages() > held.operatorHeld()
                && shop.budgets().refusal(trigger(site), rule).isEmpty();
    }

    private static Trigger trigger(SiteName site) {
        return new Trigger(site, Optional.empty(), Trigger.Cause.PROBE, "probe");
    }

    private synchronized boolean begin(SiteName site, Instant now) {
        boolean begins = calling.size() < MOST && calling.add(site);
        if (begins) {
            nexts.computeIfPresent(site, (name, next) -> next.after(now));
        }
        return begins;
    }

    private void call(SiteName site, SiteRule rule) {
        shop.routes().resolve(rule.route(), Optional.empty(), Optional.empty()).thenAccept(found -> {
            if (found instanceof Resolution.Found there) {
                new Probe(
                                shop.connector(),
                                there.targets(),
                                rule.flush().from().address(Optional.empty()),
                                reason -> ended(site, reason))
                        .open();
            } else {
                ended(site, Optional.of("where it is, cannot be found out"));
            }
        });
    }

    private void ended(SiteName site, Optional<String> reason) {
        synchronized (this) {
            calling.remove(site);
        }
        if (reason.isPresent()) {
            LOG.debug("site={} is not there: {}", site, reason.get());
        } else {
            LOG.info("site={} answers again: what waits for it goes", site);
            desk.found(site);
            shop.workers().execute(() -> rounds.begin(List.of(site)));
        }
    }
}
