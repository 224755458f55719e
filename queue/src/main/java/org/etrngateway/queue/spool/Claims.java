package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.index.Unit;
import org.etrngateway.queue.index.UnitFilter;

/** Finds units to lease, best first, in memory and rows as if they were one. Thread-safe. */
final class Claims {
    private static final int PAGE = MailQueue.LOOK_AHEAD;
    /** A stable sort by it leaves units of one grade in the order of their age. */
    private static final Comparator<Unit> SMALL_FIRST = Comparator.comparingInt(
                    (Unit unit) -> -unit.course().priority())
            .thenComparingInt(unit -> Selection.grade(unit.stored().size()));

    private final Holdings holdings;
    private final IndexFeed feed;

    Claims(Holdings holdings, IndexFeed feed) {
        this.holdings = holdings;
        this.feed = feed;
    }

    /** Leases units that match until the page is full. */
    List<Picked> pick(SiteName site, Selection selection, int maxMessages, long maxBytes) {
        UnitFilter filter = UnitFilter.of(selection);
        List<Picked> picked = new ArrayList<>();
        if (!mayHaveAny(site, filter)) {
            return picked;
        }
        Budget budget = new Budget(maxMessages, maxBytes);
        Cursor cursor = new Cursor(-1, false);
        while (!cursor.atEnd && !budget.isSpent()) {
            cursor = step(site, filter, cursor.rank, budget, picked);
        }
        return picked;
    }

    /** Leases one unit, if it is there and nobody has it. */
    Optional<Picked> pick(UnitKey key) {
        return feed.view(index -> {
            Optional<Unit> row = index.flatMap(it -> it.find(key.id(), key.site()));
            return holdings.with(memory -> {
                Optional<Unit> unit =
                        holdings.known(key).map(Overlay.State::unit).orElse(row);
                return unit.filter(it -> !holdings.isLeased(key))
                        .flatMap(it -> holdings.lease(it).map(epoch -> new Picked(it, epoch)));
            });
        });
    }

    /** Answers from the counters alone if they say that nothing can match. */
    private boolean mayHaveAny(SiteName name, UnitFilter filter) {
        return holdings.with(memory -> {
            SiteState site = memory.sites().get(name);
            return site != null
                    && site.tally().messages()
                            > (filter.heldToo() ? 0 : site.tally().operatorHeld())
                    && filter.canReach(site.oldest().orElse(Instant.MIN));
        });
    }

    private Cursor step(SiteName site, UnitFilter filter, long after, Budget budget, List<Picked> picked) {
        return feed.view(index -> {
            List<Unit> rows =
                    index.map(it -> it.page(site, filter, after, PAGE)).orElse(List.of());
            return merge(site, filter, after, rows, budget, picked);
        });
    }

    private Cursor merge(
            SiteName site, UnitFilter filter, long after, List<Unit> rows, Budget budget, List<Picked> picked) {
        boolean last = rows.size() < PAGE;
        long until = last ? Long.MAX_VALUE : rows.get(rows.size() - 1).rank();
        return holdings.with(memory -> {
            for (Unit unit : inOrder(candidates(memory, site, rows, after, until), filter.selection())) {
                if (budget.isSpent()) {
                    break;
                }
                boolean free = filter.matches(unit) && !holdings.isLeased(UnitKey.of(unit));
                if (free && budget.fits(unit)) {
                    Optional<Long> epoch = holdings.lease(unit);
                    epoch.ifPresent(it -> {
                        budget.spend(unit);
                        picked.add(new Picked(unit, it));
                    });
                }
            }
            return new Cursor(until, last);
        });
    }

    private static Collection<Unit> inOrder(Collection<Unit> byRank, Selection selection) {
        return selection.smallFirst() ? byRank.stream().sorted(SMALL_FIRST).toList() : byRank;
    }

    /** Rows and overlay of a stretch of ranks, in their order; where both know a unit the overlay is right. */
    private static Collection<Unit> candidates(
            Holdings.Memory memory, SiteName name, List<Unit> rows, long after, long until) {
        SiteState site = memory.sites().get(name);
        SortedMap<Long, Unit> stretch =
                site == null ? new TreeMap<>() : site.pending().subMap(after, false, until, true);
        if (rows.isEmpty()) {
            return stretch.values();
        }
        Map<Long, Unit> merged = new HashMap<>();
        for (Unit row : rows) {
            if (memory.overlay().get(UnitKey.of(row)).isEmpty()) {
                merged.put(row.rank(), row);
            }
        }
        SortedMap<Long, Unit> all = new TreeMap<>(merged);
        all.putAll(stretch);
        return all.values();
    }

    /** A unit that was leased, and the lease's epoch. */
    record Picked(Unit unit, long epoch) {}

    private record Cursor(long rank, boolean atEnd) {}

    /** What a page may still take. */
    private static final class Budget {
        private final int messages;
        private final long bytes;
        private int taken;
        private long takenBytes;
        private boolean full;

        Budget(int messages, long bytes) {
            this.messages = messages;
            this.bytes = bytes;
        }

        boolean isSpent() {
            return full || taken >= messages;
        }

        /** The first unit always fits; one that does not ends the page, for the order is to be kept. */
        boolean fits(Unit unit) {
            full = taken > 0 && takenBytes + unit.stored().size() > bytes;
            return !full;
        }

        void spend(Unit unit) {
            taken++;
            takenBytes += unit.stored().size();
        }
    }
}
