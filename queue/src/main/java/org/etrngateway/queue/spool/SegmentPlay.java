package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what a segment says: from its summary, or record by record. A torn tail of the newest segment is cut
 * off, for nothing in it was promised; other damage is stepped over, copied to quarantine and reported. Not
 * thread-safe.
 */
final class SegmentPlay {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentPlay.class);

    private final Quarantine quarantine;
    private final Fact.Listener listener;
    private boolean damaged;

    SegmentPlay(Quarantine quarantine, Fact.Listener listener) {
        this.quarantine = quarantine;
        this.listener = listener;
    }

    /** True if a segment had damage that no crash explains. */
    boolean metDamage() {
        return damaged;
    }

    /**
     * Plays a segment from an offset on, at which a record begins.
     *
     * @param isNewest the segment may have a torn tail
     */
    void play(Segment segment, long from, boolean isNewest) throws IOException {
        Optional<Frame> summary = Summary.find(segment);
        if (summary.isPresent()) {
            Summary.play(summary.get(), from, listener);
        } else {
            playRecords(segment, from, isNewest);
        }
        segment.file().rest();
    }

    private void playRecords(Segment segment, long from, boolean isNewest) throws IOException {
        long end =
                SegmentFacts.tellRecords(segment, from, listener, (start, to, why) -> damaged(segment, start, to, why));
        cutTail(segment, end, isNewest);
    }

    private void cutTail(Segment segment, long end, boolean isNewest) throws IOException {
        long size = segment.file().size();
        if (size == end) {
            return;
        }
        if (isNewest) {
            LOG.warn(
                    "{}: {} octets of a write that a crash cut short are dropped",
                    SegmentHeader.fileName(segment.header().number()),
                    size - end);
            segment.file().truncate(end);
            segment.file().force();
        } else {
            damaged(segment, end, size, "a closed segment ends in no valid record");
        }
    }

    private void damaged(Segment segment, long from, long to, String why) throws IOException {
        damaged = true;
        quarantine.copy(segment, from, to, why);
    }
}
