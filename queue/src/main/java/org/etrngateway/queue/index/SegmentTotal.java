package org.etrngateway.queue.index;

/**
 * What open units have in one segment of the log. Immutable.
 *
 * @param units whose MESSAGE record lies there
 * @param octets of their contents, as far as these lie in the record; a message counts once a unit
 */
public record SegmentTotal(long segment, long units, long octets) {
    /** Of one unit. */
    public static SegmentTotal of(Unit unit) {
        Stored stored = unit.stored();
        return new SegmentTotal(stored.segment(), 1, stored.large() ? 0 : stored.size());
    }

    /** With those of another one of the same segment. */
    public SegmentTotal plus(SegmentTotal other) {
        return new SegmentTotal(segment, units + other.units, octets + other.octets);
    }

    /** Without those of another one of the same segment. */
    public SegmentTotal minus(SegmentTotal other) {
        return new SegmentTotal(segment, units - other.units, octets - other.octets);
    }
}
