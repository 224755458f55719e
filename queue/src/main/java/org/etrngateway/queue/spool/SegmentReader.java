package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Walks the records of a segment from one to the next. Where no valid record begins it looks for the next
 * one by the segment's key; what it steps over is counted, and told to a listener. Not thread-safe.
 */
final class SegmentReader {
    private static final int WINDOW = 1 << 18;

    private final Segment segment;
    private final boolean bodiesToo;
    private final DamageListener listener;
    private long next;

    /**
     * @param bodiesToo a record whose body fails its CRC is damaged, too
     */
    SegmentReader(Segment segment, long from, boolean bodiesToo, DamageListener listener) {
        this.segment = segment;
        this.next = from;
        this.bodiesToo = bodiesToo;
        this.listener = listener;
    }

    /** The next record; empty at the end, and {@link #position} is then behind the last valid one. */
    Optional<Frame> next() throws IOException {
        Optional<Frame> frame = validAt(next);
        if (frame.isEmpty() && next < segment.file().size()) {
            frame = search(next + 1);
            if (frame.isPresent()) {
                listener.damaged(next, frame.get().place().offset());
            }
        }
        frame.ifPresent(found -> next = found.end());
        return frame;
    }

    /** Where the next record would begin. */
    long position() {
        return next;
    }

    private Optional<Frame> validAt(long offset) throws IOException {
        Optional<Frame> frame = segment.frameAt(offset);
        if (bodiesToo && frame.isPresent()) {
            try {
                segment.body(frame.get());
            } catch (DamagedException e) {
                return Optional.empty();
            }
        }
        return frame;
    }

    private Optional<Frame> search(long from) throws IOException {
        long size = segment.file().size();
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        for (long at = from; at + RecordHeader.SIZE <= size; at += WINDOW - Long.BYTES + 1) {
            segment.file().read(window.clear(), at);
            window.flip();
            for (int i = 0; i + Long.BYTES <= window.limit(); i++) {
                if (window.getLong(i) == segment.header().key()) {
                    Optional<Frame> frame = validAt(at + i);
                    if (frame.isPresent()) {
                        return frame;
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** Told of octets that are no record, with valid ones behind them. */
    @FunctionalInterface
    interface DamageListener {
        void damaged(long from, long to) throws IOException;
    }
}
