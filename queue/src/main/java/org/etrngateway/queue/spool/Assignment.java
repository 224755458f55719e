package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Stored;
import org.etrngateway.queue.index.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves units to the sites that a new directory names. Works on the log's thread between two groups, so
 * that nothing arrives or ends meanwhile; units under a lease are moved later. Thread-safe.
 */
final class Assignment {
    private static final Logger LOG = LoggerFactory.getLogger(Assignment.class);
    private static final int PAGE = 1000;

    private final Spool spool;

    Assignment(Spool spool) {
        this.spool = spool;
    }

    /** Puts a directory in force and moves what it moves; returns when that is done. */
    void enforce(Directory next) {
        onLog(() -> {
            spool.directory().set(next);
            if (spool.holdings().snapshot().movesUnder(next)) {
                moveAll(next);
            }
        });
    }

    /** Moves units that were leased when the directory changed; returns when that is done. */
    void resume() {
        if (spool.holdings().hasPostponed()) {
            onLog(this::movePostponed);
        }
    }

    /** Sees to it that units are moved that were leased when the directory changed. */
    void resumeLater() {
        if (spool.holdings().hasPostponed()) {
            spool.log().between(this::movePostponed);
        }
    }

    private void onLog(Runnable work) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean taken = spool.log().between(() -> {
            try {
                work.run();
            } finally {
                done.complete(null);
            }
        });
        if (taken) {
            done.join();
        }
    }

    private void movePostponed() {
        Directory now = spool.directory().get();
        spool.holdings()
                .takePostponed()
                .forEach(key -> spool.current(key).ifPresent(unit -> move(unit, now, new HashSet<>())));
        spool.feed().wake();
    }

    private void moveAll(Directory next) {
        Set<UnitKey> seen = new HashSet<>();
        spool.holdings().with(memory -> memory.overlay().open()).forEach(unit -> move(unit, next, seen));
        long after = 0;
        List<Unit> rows = rows(after);
        while (!rows.isEmpty()) {
            rows.forEach(unit -> move(unit, next, seen));
            after = rows.get(rows.size() - 1).id();
            rows = rows(after);
        }
        spool.feed().wake();
    }

    private List<Unit> rows(long after) {
        return spool.feed()
                .view(index ->
                        index.map(it -> it.list(Optional.empty(), after, PAGE)).orElse(List.of()));
    }

    private void move(Unit found, Directory next, Set<UnitKey> seen) {
        UnitKey key = UnitKey.of(found);
        if (!isStray(found, next) || !seen.add(key)) {
            return;
        }
        try {
            Optional<Unit> unit = spool.current(key);
            if (unit.isPresent() && !spool.holdings().move(replaced(unit.get(), next), split(unit.get(), next))) {
                // The lease ends first; then the unit is looked at again.
                spool.holdings().postpone(key);
            }
        } catch (IOException e) {
            LOG.error("message {} stays with {}: {}", new MessageId(found.id()), found.site(), e.getMessage());
        }
    }

    private static boolean isStray(Unit unit, Directory next) {
        return unit.stored().domains().stream().anyMatch(domain -> next.moves(unit.site(), domain));
    }

    /** The unit itself and those of the same message that get a part of it. */
    private List<Unit> replaced(Unit unit, Directory next) throws IOException {
        List<Unit> all = new ArrayList<>(List.of(unit));
        for (Unit part : split(unit, next)) {
            if (!part.site().equals(unit.site())) {
                spool.current(UnitKey.of(part)).ifPresent(all::add);
            }
        }
        return all;
    }

    /** The units that take a unit's place. */
    private List<Unit> split(Unit unit, Directory next) throws IOException {
        List<Recipient> recipients = spool.message(unit).envelope().recipients();
        Map<SiteName, Set<Integer>> bySite = new TreeMap<>();
        for (int position : unit.recipients()) {
            if (!unit.course().done().contains(position)) {
                bySite.computeIfAbsent(next.siteOf(Destination.of(recipients.get(position))), site -> new HashSet<>())
                        .add(position);
            }
        }
        List<Unit> units = new ArrayList<>();
        bySite.forEach((site, positions) -> units.add(joined(unit, site, positions, recipients)));
        return units;
    }

    /** A part of a unit, together with what its new site has of the message already. */
    private Unit joined(Unit unit, SiteName site, Set<Integer> positions, List<Recipient> recipients) {
        Optional<Unit> there =
                site.equals(unit.site()) ? Optional.empty() : spool.current(new UnitKey(unit.id(), site));
        Set<Integer> all = new HashSet<>(positions);
        there.ifPresent(other -> all.addAll(other.recipients()));
        Set<DomainName> domains = new HashSet<>();
        all.forEach(i -> recipients.get(i).address().domain().ifPresent(domains::add));
        Stored stored = unit.stored().of(all, domains);
        Course course = there.map(other -> other.course().joined(unit.course())).orElse(unit.course());
        return new Unit(unit.id(), site, stored, course);
    }
}
