package org.etrngateway.queue.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/** A segment that is open for reading: records by their place. Thread-safe. */
final class Segment implements Closeable {
    /** Enough for the header and meta of nearly every message in one read. */
    private static final int FIRST_READ = 2048;

    private final SegmentHeader header;
    private final DiskFile file;
    private final boolean whole;
    private volatile long length = SegmentHeader.SIZE;

    Segment(SegmentHeader header, DiskFile file) {
        this(header, file, true);
    }

    private Segment(SegmentHeader header, DiskFile file, boolean whole) {
        this.header = header;
        this.file = file;
        this.whole = whole;
    }

    /** What may be a piece of a segment with this key: its records need not lie where they were written. */
    static Segment piece(long number, long key, DiskFile file) {
        return new Segment(new SegmentHeader(new UUID(0, 0), number, key, 0, 0), file, false);
    }

    SegmentHeader header() {
        return header;
    }

    DiskFile file() {
        return file;
    }

    /** No record follows: the segment has this length from now on. */
    void seal(long octets) {
        length = octets;
    }

    /** Octets of the file: of a segment that is still being written, about. */
    long length() {
        return length;
    }

    /** The record that begins at an offset; empty if none does. */
    Optional<Frame> frameAt(long offset) throws IOException {
        ByteBuffer head = read(offset, FIRST_READ);
        Optional<RecordHeader> found = RecordHeader.decode(header.key(), head);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        RecordHeader record = found.get();
        int needed = RecordHeader.SIZE + record.metaLength();
        if (needed > head.remaining()) {
            if (offset + needed > file.size()) {
                return Optional.empty();
            }
            head = read(offset, needed);
        }
        if (head.remaining() < needed) {
            return Optional.empty();
        }
        ByteBuffer meta = head.slice(RecordHeader.SIZE, record.metaLength());
        boolean valid = record.matches(head, meta) && offset + record.length() <= file.size();
        boolean inPlace = !whole || record.isFor(offset);
        return valid && inPlace
                ? Optional.of(new Frame(new Place(header.number(), offset), record, meta))
                : Optional.empty();
    }

    /**
     * The body of a record, checked.
     *
     * @throws DamagedException if it is not what was written
     */
    ByteBuffer body(Frame frame) throws IOException {
        ByteBuffer body = octets(frame);
        CRC32C crc = new CRC32C();
        crc.update(body.duplicate());
        if (body.remaining() != frame.header().bodyLength()
                || (int) crc.getValue() != frame.header().bodyCrc()) {
            throw new DamagedException("the body of message record " + frame.place() + " is damaged");
        }
        return body;
    }

    /** The body of a record as it lies there, not checked. */
    ByteBuffer octets(Frame frame) throws IOException {
        return read(frame.bodyOffset(), frame.header().bodyLength());
    }

    private ByteBuffer read(long offset, int length) throws IOException {
        ByteBuffer into = ByteBuffer.allocate(length);
        file.read(into, offset);
        return into.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
