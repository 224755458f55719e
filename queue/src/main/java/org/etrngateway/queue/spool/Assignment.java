package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
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
        Set<Long> free =
                spool.holdings().takePostponed().stream().map(UnitKey::id).collect(Collectors.toSet());
        move(free, spool.directory().get());
        spool.feed().wake();
    }

    private void moveAll(Directory next) {
        move(strays(spool.holdings().with(memory -> memory.overlay().open().toList()), next), next);
        long after = 0;
        List<Unit> rows = rows(after);
        while (!rows.isEmpty()) {
            move(strays(rows, next), next);
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

    /** The messages with units that have to move. */
    private static Set<Long> strays(List<Unit> units, Directory next) {
        return units.stream()
                .filter(unit -> isStray(unit, next))
                .map(Unit::id)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static boolean isStray(Unit unit, Directory next) {
        return unit.stored().domains().stream().anyMatch(domain -> next.moves(unit.site(), domain));
    }

    private void move(Set<Long> ids, Directory next) {
        spool.ofMessages(ids).forEach((id, units) -> move(id, units, next));
    }

    /** Moves all units of a message at once: one by one, some would meet that only change places. */
    private void move(long id, List<Unit> units, Directory next) {
        try {
            Envelope envelope = spool.message(units.get(0)).envelope();
            Set<SiteName> stay = new HashSet<>();
            List<Part> parts = parts(units, envelope, next, stay);
            Map<SiteName, Unit> from = new TreeMap<>();
            Map<SiteName, Unit> to = new TreeMap<>();
            for (Part part : parts) {
                from.put(part.unit.site(), part.unit);
                to.merge(part.target, part.moved(envelope), Assignment::joined);
            }
            if (!spool.holdings().move(List.copyOf(from.values()), List.copyOf(to.values()))) {
                stay.addAll(from.keySet());
            }
            // Their leases end first; then the message is looked at again.
            units.stream()
                    .filter(unit -> stay.contains(unit.site()) && isStray(unit, next))
                    .forEach(unit -> spool.holdings().postpone(UnitKey.of(unit)));
        } catch (IOException e) {
            LOG.error("message {} stays with its sites: {}", new MessageId(id), e.getMessage());
        }
    }

    /**
     * What of the units goes where, the units that take part in it only.
     *
     * @param stay gets the sites of units that cannot take part now: leased ones, and those that would meet one
     */
    private List<Part> parts(List<Unit> units, Envelope envelope, Directory next, Set<SiteName> stay) {
        units.stream()
                .filter(unit -> spool.holdings().isLeased(UnitKey.of(unit)))
                .forEach(unit -> stay.add(unit.site()));
        List<Part> parts = new ArrayList<>();
        int staying;
        do {
            staying = stay.size();
            parts.clear();
            units.stream()
                    .filter(unit -> !stay.contains(unit.site()))
                    .forEach(unit -> parts.addAll(Part.of(unit, envelope, next)));
            parts.stream().filter(part -> stay.contains(part.target)).forEach(part -> stay.add(part.unit.site()));
        } while (stay.size() > staying);
        Set<SiteName> touched = parts.stream()
                .filter(part -> !part.target.equals(part.unit.site()) || isStray(part.unit, next))
                .flatMap(part -> Stream.of(part.target, part.unit.site()))
                .collect(Collectors.toSet());
        parts.removeIf(part -> !touched.contains(part.unit.site()));
        return parts;
    }

    /** Two parts of a message that come together at a site. */
    private static Unit joined(Unit unit, Unit other) {
        Set<Integer> all = new HashSet<>(unit.recipients());
        all.addAll(other.recipients());
        Set<DomainName> domains = new HashSet<>(unit.stored().domains());
        domains.addAll(other.stored().domains());
        return new Unit(
                unit.id(),
                unit.site(),
                unit.stored().of(all, domains),
                unit.course().joined(other.course()));
    }

    /** Open recipients of a unit that have the same site from now on. */
    private record Part(Unit unit, SiteName target, Set<Integer> recipients) {
        static List<Part> of(Unit unit, Envelope envelope, Directory next) {
            Map<SiteName, Set<Integer>> bySite = new TreeMap<>();
            for (int position : unit.recipients()) {
                if (!unit.course().done().contains(position)) {
                    Destination to = Destination.of(envelope.recipients().get(position));
                    bySite.computeIfAbsent(next.siteOf(to), site -> new HashSet<>())
                            .add(position);
                }
            }
            return bySite.entrySet().stream()
                    .map(entry -> new Part(unit, entry.getKey(), entry.getValue()))
                    .toList();
        }

        Unit moved(Envelope envelope) {
            Set<DomainName> domains = new HashSet<>();
            recipients.forEach(
                    i -> envelope.recipients().get(i).address().domain().ifPresent(domains::add));
            return new Unit(unit.id(), target, unit.stored().of(recipients, domains), unit.course());
        }
    }
}
