package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Optional;

/** What the records of a segment say, one by one, for those who play it and those who only look. */
final class SegmentFacts {
    private SegmentFacts() {}

    /**
     * Tells what a segment says: from its summary, or else record by record.
     *
     * @param damage told of octets that are no record, valid records behind them or not at the end
     */
    static void tell(Segment segment, Fact.Listener listener, Damage damage) throws IOException {
        Optional<Frame> summary = Summary.find(segment);
        if (summary.isPresent()) {
            Summary.play(summary.get(), 0, listener);
        } else {
            tellRecords(segment, SegmentHeader.SIZE, listener, damage);
        }
    }

    /**
     * Tells what the records at or behind an offset say, at which one begins. A record whose body is damaged is
     * none: where no summary says that all was forced, a crash may have torn it, and it must come to the same at
     * every start.
     *
     * @return where the last valid record ends
     */
    static long tellRecords(Segment segment, long from, Fact.Listener listener, Damage damage) throws IOException {
        SegmentReader reader = new SegmentReader(
                segment, from, true, (start, end) -> damage.found(start, end, "no valid record begins here"));
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            tell(frame.get(), listener, damage);
        }
        return reader.position();
    }

    private static void tell(Frame frame, Fact.Listener listener, Damage damage) throws IOException {
        Optional<Fact> fact;
        try {
            fact = Fact.of(frame);
        } catch (DamagedException e) {
            damage.found(frame.place().offset(), frame.end(), "the record makes no sense: " + e.getMessage());
            return;
        }
        if (fact.isPresent()) {
            fact.get().tell(listener);
        }
    }

    /** Told of octets that should be a record and are none. */
    @FunctionalInterface
    interface Damage {
        void found(long from, long to, String why) throws IOException;
    }
}
