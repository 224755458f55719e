package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etrngateway.address.SiteName;

/**
 * What the engine knows and does of sites where nobody asks: flushes by schedule and by window, probes, new mail.
 * Thread-safe.
 */
final class Unasked implements Rounds.Desk, Probes.Desk, Delays.Desk {
    /** How long a flush that nobody asked for may keep others waiting. */
    private static final Duration TURN = Duration.ofMinutes(10);

    private final DeliveryEngine engine;
    private final Workshop shop;
    private final Map<SiteName, Standing> standings;
    private final Map<SiteName, Flush> flushes;
    private final Clock clock;

    /**
     * @param standings guarded by the engine's lock; likewise the flushes
     */
    Unasked(DeliveryEngine engine, Workshop shop, Map<SiteName, Standing> standings, Map<SiteName, Flush> flushes) {
        this.engine = engine;
        this.shop = shop;
        this.standings = standings;
        this.flushes = flushes;
        this.clock = shop.clock();
    }

    private Standing standing(SiteName site) {
        return standings.computeIfAbsent(site, name -> new Standing());
    }

    private Set<SiteName> those(Predicate<Standing> which) {
        synchronized (engine) {
            return standings.entrySet().stream()
                    .filter(entry -> which.test(entry.getValue()))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet());
        }
    }

    @Override
    public Set<SiteName> expected() {
        Instant now = clock.instant();
        return those(standing -> standing.isBack(now) || standing.isReleasing() && !standing.isAway(now));
    }

    @Override
    public Set<SiteName> failing() {
        return those(Standing::isFailing);
    }

    @Override
    public boolean isAway(SiteName site) {
        synchronized (engine) {
            return standing(site).isAway(clock.instant());
        }
    }

    @Override
    public boolean isWaiting(SiteName site) {
        Instant now = clock.instant();
        synchronized (engine) {
            Standing standing = standing(site);
            return standing.isAway(now) && standing.trigger(now).isEmpty() && !flushes.containsKey(site);
        }
    }

    @Override
    public void found(SiteName site) {
        synchronized (engine) {
            standing(site).found();
        }
    }

    @Override
    public void opened(SiteName site) {
        synchronized (engine) {
            standing(site).opens(clock.instant());
        }
    }

    @Override
    public boolean begin(SiteName site) {
        Trigger.Cause cause;
        synchronized (engine) {
            cause = standing(site).takeCause();
        }
        String by = cause == Trigger.Cause.PROBE ? "probe" : "schedule";
        TriggerAnswer answer = engine.trigger(new Trigger(site, Optional.empty(), cause, by));
        if (answer.kind() == TriggerAnswer.Kind.EMPTY) {
            synchronized (engine) {
                standing(site).released();
            }
        }
        return answer.kind() == TriggerAnswer.Kind.STARTED;
    }

    /** New mail: the work of an open trigger, or of a site that needs none; unless the site is known to be away. */
    void arrived(SiteName site) {
        Optional<Trigger> trigger;
        synchronized (engine) {
            Flush running = flushes.get(site);
            if (running != null && running.trigger().cause() == Trigger.Cause.ATRN) {
                shop.workers().execute(() -> running.join(arrival(site)));
                return;
            }
            trigger = forArrival(site);
        }
        // The queue's threads must not be held up by what a flush begins with.
        trigger.ifPresent(it -> shop.workers().execute(() -> engine.trigger(it)));
    }

    private Optional<Trigger> forArrival(SiteName site) {
        Optional<Standing> standing = Optional.ofNullable(standings.get(site));
        Instant now = clock.instant();
        if (standing.filter(known -> known.isAway(now)).isPresent()) {
            return Optional.empty();
        }
        return standing.flatMap(known -> known.trigger(now))
                .map(open -> open.because(Trigger.Cause.ARRIVAL))
                .or(() -> shop.mayCall(site) ? Optional.of(arrival(site)) : Optional.empty());
    }

    private static Trigger arrival(SiteName site) {
        return new Trigger(site, Optional.empty(), Trigger.Cause.ARRIVAL, "new mail");
    }

    @Override
    public boolean isServed(SiteName site) {
        synchronized (engine) {
            return flushes.containsKey(site);
        }
    }

    @Override
    public Optional<Instant> awayUntil(SiteName site) {
        synchronized (engine) {
            return standing(site).awayUntil(clock.instant());
        }
    }

    @Override
    public void back(SiteName site) {
        arrived(site);
    }

    @Override
    public void stop(SiteName site, String reason) {
        Optional<Flush> flush;
        synchronized (engine) {
            standing(site).released();
            flush = Optional.ofNullable(flushes.get(site)).filter(running -> !isAskedFor(running));
        }
        flush.ifPresent(running -> running.stop(reason));
    }

    @Override
    public void stopLongest(String reason) {
        Instant before = clock.instant().minus(TURN);
        List<Flush> longest;
        synchronized (engine) {
            longest = flushes.values().stream()
                    .filter(flush -> flush.figures().since().isBefore(before) && !isAskedFor(flush))
                    .toList();
        }
        longest.forEach(flush -> flush.stop(reason));
    }

    private boolean isAskedFor(Flush flush) {
        return flush.trigger().isAsked()
                || standing(flush.site()).trigger(clock.instant()).isPresent();
    }
}
