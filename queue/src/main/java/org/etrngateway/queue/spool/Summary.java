package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The last record of a closed segment: what all others say, so that a start need not read them. Its body is
 * its own offset, by which it is found from the end of the file. Not thread-safe.
 */
final class Summary {
    /** A longer one is left out; the segment is then read record by record. */
    private static final int MAX_META = 32 << 20;

    private FieldWriter facts = new FieldWriter();
    private boolean tooLong;

    void add(Fact fact) {
        if (!tooLong) {
            FactCodec.encode(fact, facts);
            tooLong = facts.size() > MAX_META;
        }
        if (tooLong) {
            facts = new FieldWriter();
        }
    }

    /** The record, if it is written at an offset; empty if it would be too long. */
    Optional<Append> at(long offset) {
        if (tooLong) {
            return Optional.empty();
        }
        ByteBuffer body = ByteBuffer.allocate(Long.BYTES).putLong(offset).flip();
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        return Optional.of(new Append(RecordType.SUMMARY, 0, facts::bytes, body, (int) crc.getValue(), Append.NOTHING));
    }

    /** Finds the summary of a segment; empty if there is none that is whole. */
    static Optional<Frame> find(Segment segment) throws IOException {
        long size = segment.file().size();
        if (size < SegmentHeader.SIZE + RecordHeader.SIZE + Long.BYTES) {
            return Optional.empty();
        }
        ByteBuffer last = ByteBuffer.allocate(Long.BYTES);
        segment.file().read(last, size - Long.BYTES);
        long offset = last.getLong(0);
        if (offset < SegmentHeader.SIZE || offset > size - RecordHeader.SIZE) {
            return Optional.empty();
        }
        return segment.frameAt(offset).filter(frame -> frame.type() == RecordType.SUMMARY && frame.end() == size);
    }

    /** Tells what the records at or behind an offset say. */
    static void play(Frame summary, long from, Fact.Listener listener) throws IOException {
        FieldReader in = new FieldReader(summary.octets());
        while (in.next()) {
            Optional<Fact> fact = FactCodec.decode(summary.place().segment(), in);
            if (fact.isPresent() && fact.get().place().offset() >= from) {
                fact.get().tell(listener);
            }
        }
    }
}
