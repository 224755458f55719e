package org.etrngateway.queue.spool;

import java.util.HashMap;
import java.util.Map;
import org.etrngateway.queue.index.SegmentTotal;
import org.etrngateway.queue.index.Unit;

/**
 * How many open units have their MESSAGE record in which segment. Segments go in the order they came: what
 * an outcome is about lies before it, so that no outcome is ever gone while a record of its message is left.
 * Guarded by the lock of {@link Holdings}.
 */
final class SegmentUse {
    /** Header and meta of a usual message. */
    private static final long OVERHEAD = 300;

    private final Map<Long, SegmentTotal> totals = new HashMap<>();

    /** An open unit more has its record in a segment. */
    void add(Unit unit) {
        add(SegmentTotal.of(unit));
    }

    void add(SegmentTotal total) {
        totals.merge(total.segment(), total, SegmentTotal::plus);
    }

    /** An open unit fewer; no matter if the segment was {@linkplain #forget given up}. */
    void remove(Unit unit) {
        totals.computeIfPresent(unit.stored().segment(), (segment, total) -> total.minus(SegmentTotal.of(unit)));
    }

    /** The segment is gone, or is given up: its units count no more. */
    void forget(long segment) {
        totals.remove(segment);
    }

    /** True if an open unit has its record there. */
    boolean isNeeded(long segment) {
        SegmentTotal total = totals.get(segment);
        return total != null && total.units() > 0;
    }

    /** Octets of the log that are needed, about: a message counts once for each of its sites. */
    long octets() {
        return totals.values().stream()
                .mapToLong(total -> total.octets() + total.units() * OVERHEAD)
                .sum();
    }

    SegmentUse copy() {
        SegmentUse copy = new SegmentUse();
        copy.totals.putAll(totals);
        return copy;
    }

    /** By segment. */
    Map<Long, SegmentTotal> totals() {
        return Map.copyOf(totals);
    }
}
