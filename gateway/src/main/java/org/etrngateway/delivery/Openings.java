package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.WindowConfig;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.scheduler.Opening;
import org.etrngateway.scheduler.Timetable;

/**
 * Which sites may be called by window, as of the last look. Windows go by the wall, for people keep them by it. So that
 * not all sites are called in one second, each is called up to a minute late, always as late. Thread-safe.
 */
public final class Openings {
    private static final Duration SPREAD = Duration.ofMinutes(1);
    /** Of a short window no more than that part is lost. */
    private static final int TENTH = 10;

    private final Supplier<DeliveryRules> rules;
    private final Clock wall;
    private final Map<SiteName, Seen> sites = new ConcurrentHashMap<>();
    private final Map<SiteName, Ahead> ahead = new ConcurrentHashMap<>();
    private Instant last = Instant.MIN;

    /**
     * @param rules asked anew at each look
     */
    public Openings(Supplier<DeliveryRules> rules, Clock wall) {
        this.rules = rules;
        this.wall = wall;
    }

    /**
     * What was found for a site.
     *
     * @param change when to look again
     */
    private record Seen(List<WindowConfig> windows, Timetable table, Optional<Opening> open, Instant change) {}

    /**
     * The first opening that lay ahead of an instant; it does until it begins.
     *
     * @param from that instant
     */
    private record Ahead(List<WindowConfig> windows, Instant from, Optional<Opening> first) {
        boolean holds(List<WindowConfig> now, Instant at) {
            return windows.equals(now)
                    && !at.isBefore(from)
                    && first.filter(opening -> !at.isBefore(opening.since())).isEmpty();
        }
    }

    /**
     * What a look found to be other than before.
     *
     * @param opened sites at which a window has begun, though another may be open already
     * @param closed sites at which none is open any more
     */
    record Changes(Set<SiteName> opened, Set<SiteName> closed) {}

    /** The opening of a site, if one is open; {@link Opening#since} tells it from others. */
    public Optional<Opening> of(SiteName site) {
        return Optional.ofNullable(sites.get(site)).flatMap(Seen::open);
    }

    /** True if the site has a window that stays open for at least so long. */
    boolean lasts(SiteName site, Duration time) {
        return of(site).filter(open -> wall.instant().plus(time).isBefore(open.until()))
                .isPresent();
    }

    /** The next openings of a site that lie ahead, in order. */
    public List<Opening> next(SiteName site, int limit) {
        return rules.get()
                .site(site)
                .map(rule -> next(site, rule.schedule().windows(), limit))
                .orElse(List.of());
    }

    private List<Opening> next(SiteName site, List<WindowConfig> windows, int limit) {
        if (windows.isEmpty()) {
            return List.of();
        }
        Instant now = wall.instant();
        // To look for it takes long, and lists of thousands of sites are asked for each few seconds.
        Optional<Opening> first = ahead.compute(
                        site,
                        (name, known) -> known != null && known.holds(windows, now)
                                ? known
                                : new Ahead(windows, now, new Timetable(windows).next(now)))
                .first();
        if (first.isEmpty() || limit == 1) {
            return first.stream().toList();
        }
        List<Opening> openings = new ArrayList<>(List.of(first.get()));
        openings.addAll(new Timetable(windows).next(first.get().since(), limit - 1));
        return openings;
    }

    /**
     * When the last opening of a site began that is over, or has lasted for long; empty if there was none for as long
     * as mail is kept.
     *
     * @param patience what is long
     */
    Optional<Instant> passed(SiteRule rule, Duration patience) {
        return new Timetable(rule.schedule().windows())
                .last(wall.instant(), patience, rule.expire())
                .map(Opening::since);
    }

    /** Looks at all sites. */
    synchronized Changes look() {
        Instant now = wall.instant();
        boolean back = now.isBefore(last);
        last = now;
        Changes changes = new Changes(new HashSet<>(), new HashSet<>());
        Map<SiteName, SiteRule> present = rules.get().sites();
        present.forEach((site, rule) -> {
            List<WindowConfig> windows = rule.schedule().windows();
            if (!windows.isEmpty() || sites.containsKey(site)) {
                Seen before = sites.get(site);
                boolean same = before != null && before.windows().equals(windows);
                if (!same || back || !now.isBefore(before.change())) {
                    note(site, before, look(site, windows, now), changes);
                }
            }
        });
        sites.keySet().retainAll(present.keySet());
        ahead.keySet().retainAll(present.keySet());
        return changes;
    }

    private static Seen look(SiteName site, List<WindowConfig> windows, Instant now) {
        Timetable table = new Timetable(windows);
        Optional<Opening> open = table.at(now);
        Instant change = table.change(now);
        Optional<Instant> ready = open.map(opening -> opening.since().plus(lateness(site, opening)));
        if (ready.filter(now::isBefore).isPresent()) {
            return new Seen(windows, table, Optional.empty(), ready.get().isBefore(change) ? ready.get() : change);
        }
        return new Seen(windows, table, open, change);
    }

    private void note(SiteName site, Seen before, Seen now, Changes changes) {
        sites.put(site, now);
        Optional<Instant> since = now.open().map(Opening::since);
        Optional<Instant> was =
                before == null ? Optional.empty() : before.open().map(Opening::since);
        if (since.isPresent() && was.filter(old -> !since.get().isAfter(old)).isEmpty()) {
            changes.opened().add(site);
        } else if (since.isEmpty() && was.isPresent()) {
            changes.closed().add(site);
        }
    }

    private static Duration lateness(SiteName site, Opening opening) {
        Duration part = Duration.between(opening.since(), opening.until()).dividedBy(TENTH);
        Duration most = part.compareTo(SPREAD) < 0 ? part : SPREAD;
        return Duration.ofMillis(Math.floorMod(site.name().hashCode(), most.toMillis() + 1));
    }
}
