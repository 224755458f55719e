package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.Unit;

/** Where a record begins. Immutable. */
record Place(long segment, long offset) implements Comparable<Place> {
    /** Where the MESSAGE record of a unit begins. */
    static Place of(Unit unit) {
        return new Place(unit.stored().segment(), unit.stored().offset());
    }

    @Override
    public int compareTo(Place other) {
        int bySegment = Long.compare(segment, other.segment);
        return bySegment != 0 ? bySegment : Long.compare(offset, other.offset);
    }
}
