package org.etrngateway.queue.spool;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which segments are still needed: those with a MESSAGE record of an open unit, and those with an OUTCOME
 * or UNIT record for a message in another segment that is still there (else a rebuild of the index would
 * bring a delivered message back). Guarded by the lock of {@link Holdings}.
 */
final class SegmentUse {
    private final TreeMap<Long, Long> open = new TreeMap<>();
    private final Map<Long, Set<Long>> refersTo = new HashMap<>();

    void add(long segment) {
        open.putIfAbsent(segment, 0L);
    }

    /** An open unit more or fewer has its MESSAGE record in the segment. */
    void count(long segment, long change) {
        open.merge(segment, change, Long::sum);
    }

    /** A record in one segment changes what a MESSAGE record in another one says. */
    void refer(long from, long to) {
        if (from != to) {
            refersTo.computeIfAbsent(from, key -> new HashSet<>()).add(to);
        }
    }

    /** Segments below a number that can go now; when they are gone durably, others may. */
    Set<Long> droppable(long below) {
        Set<Long> found = new HashSet<>();
        open.headMap(below).forEach((segment, units) -> {
            Set<Long> others = refersTo.getOrDefault(segment, Set.of());
            if (units == 0 && others.stream().noneMatch(open::containsKey)) {
                found.add(segment);
            }
        });
        return found;
    }

    void remove(Collection<Long> segments) {
        segments.forEach(segment -> {
            open.remove(segment);
            refersTo.remove(segment);
        });
    }

    /** Sets how many open units each segment has. */
    void restore(Map<Long, Long> units) {
        open.replaceAll((segment, before) -> 0L);
        open.putAll(units);
    }

    SegmentUse copy() {
        SegmentUse copy = new SegmentUse();
        copy.open.putAll(open);
        refersTo.forEach((from, to) -> copy.refersTo.put(from, new HashSet<>(to)));
        return copy;
    }

    /** Open units by segment. */
    Map<Long, Long> openUnits() {
        return Map.copyOf(open);
    }

    /** The segments that a segment's records change. */
    Set<Long> referredFrom(long segment) {
        return Set.copyOf(refersTo.getOrDefault(segment, Set.of()));
    }
}
