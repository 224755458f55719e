package org.etrngateway.delivery;

import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The flushes that nobody asks for: where a window opens, where mail is due, where a site that failed may be tried again.
 * They wait for their turn in the order in which their time came, and no more of them run at a time than there may be
 * sessions; one that takes long while others wait goes to the end. Sites that ask do not wait here. Thread-safe.
 */
final class Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Workshop shop;
    private final Desk desk;
    private final Set<SiteName> waiting = new LinkedHashSet<>();
    private final Set<SiteName> running = new HashSet<>();

    Rounds(Workshop shop, Desk desk) {
        this.shop = shop;
        this.desk = desk;
    }

    /** What the engine knows and does of a site. */
    interface Desk {
        /** Sites that failed and whose time has come, and those at which a window opened and no flush was well since. */
        Set<SiteName> expected();

        /** True while the site failed and its time has not come. */
        boolean isAway(SiteName site);

        /** A window opened: what failed before is forgotten, and all that waits is to go. */
        void opened(SiteName site);

        /** Begins a flush; false if none was to begin. */
        boolean begin(SiteName site);

        /** Ends a flush that nobody asked for, in order: what is under way ends well. */
        void stop(SiteName site, String reason);

        /** Ends those flushes so that run for longer than a turn. */
        void stopLongest(String reason);
    }

    /** Begins after a start of the gateway: what was taken before and never tried has no due time. */
    void begin() {
        look();
        add(shop.queue().summaries().keySet());
        next();
    }

    /** Looks at the windows, and at what is due; may block on the disk. */
    void tick() {
        look();
        Set<SiteName> due = new LinkedHashSet<>(desk.expected());
        due.addAll(shop.queue().due(shop.clock().instant()));
        add(due);
        next();
        if (isShort()) {
            desk.stopLongest("others wait for their turn");
        }
    }

    private void look() {
        Openings.Changes changes = shop.openings().look();
        changes.opened().forEach(site -> {
            LOG.info("site={} its window is open", site);
            desk.opened(site);
        });
        changes.closed().forEach(site -> {
            LOG.info("site={} its window is closed", site);
            if (!shop.mayCall(site)) {
                desk.stop(site, "its window has closed");
            }
        });
    }

    /** Begins with sites that are there, as far as there is room, the others later. */
    void begin(Collection<SiteName> sites) {
        add(sites);
        next();
    }

    private synchronized void add(Collection<SiteName> sites) {
        for (SiteName site : sites) {
            if (!running.contains(site)) {
                waiting.add(site);
            }
        }
    }

    private synchronized boolean isShort() {
        return !waiting.isEmpty();
    }

    /** A flush is over, of whatever cause. */
    void ended(SiteName site) {
        synchronized (this) {
            running.remove(site);
        }
    }

    /** Begins what there is room for. */
    void next() {
        Optional<SiteName> site = take();
        while (site.isPresent()) {
            SiteName begun = site.get();
            if (!shop.mayCall(begun) || desk.isAway(begun) || !desk.begin(begun)) {
                ended(begun);
            }
            site = take();
        }
    }

    private synchronized Optional<SiteName> take() {
        if (running.size() >= shop.rules().get().sessions()) {
            return Optional.empty();
        }
        Optional<SiteName> site = waiting.stream().findFirst();
        site.ifPresent(first -> {
            waiting.remove(first);
            running.add(first);
        });
        return site;
    }
}
