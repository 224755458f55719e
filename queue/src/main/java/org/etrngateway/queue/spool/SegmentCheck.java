package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.etrngateway.queue.MessageId;

/**
 * Reads all of a segment and compares it with itself: records with their CRCs, summaries with the records they sum up.
 * Changes nothing. Not thread-safe.
 */
final class SegmentCheck {
    private final Segment segment;
    private final String name;
    private final boolean isNewest;
    private final Consumer<Finding> findings;
    private final Listener listener;
    private final Summary summary = new Summary();

    /** Told of each record that was read. */
    @FunctionalInterface
    interface Listener {
        void read(Frame frame) throws IOException;
    }

    /**
     * @param isNewest true if a write may be unfinished at its end
     */
    SegmentCheck(Segment segment, boolean isNewest, Consumer<Finding> findings, Listener listener) {
        this.segment = segment;
        this.name = LogView.name(segment.header().number());
        this.isNewest = isNewest;
        this.findings = findings;
        this.listener = listener;
    }

    void run() throws IOException {
        SegmentReader reader = new SegmentReader(
                segment,
                SegmentHeader.SIZE,
                false,
                (from, to) -> findings.accept(Finding.damage(name, from, (to - from) + " octets are no record")));
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            check(frame.get());
            listener.read(frame.get());
        }
        long size = segment.file().size();
        if (reader.position() < size) {
            String rest = (size - reader.position()) + " octets behind the last record";
            findings.accept(
                    isNewest
                            ? Finding.note(name, reader.position(), rest + ": a write that is not finished")
                            : Finding.damage(name, reader.position(), rest + " are no record"));
        }
    }

    private void check(Frame frame) throws IOException {
        long at = frame.place().offset();
        try {
            segment.body(frame);
        } catch (DamagedException e) {
            String whose = frame.type() == RecordType.MESSAGE
                    ? "the content of message " + new MessageId(frame.id())
                    : "the body";
            findings.accept(Finding.damage(name, at, whose + " is damaged"));
        }
        if (frame.type() == RecordType.SUMMARY) {
            compare(frame);
            return;
        }
        try {
            Fact.of(frame).ifPresent(summary::add);
        } catch (DamagedException e) {
            findings.accept(Finding.damage(name, at, "the record makes no sense: " + e.getMessage()));
        }
    }

    private void compare(Frame frame) {
        Place place = frame.place();
        Optional<Append> expected = summary.at(place.offset());
        if (expected.isPresent() && !Arrays.equals(expected.get().meta().octets(), frame.octets())) {
            findings.accept(Finding.damage(name, place.offset(), "the summary is not that of the records before it"));
        }
    }
}
