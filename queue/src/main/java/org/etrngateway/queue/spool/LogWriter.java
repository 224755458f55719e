package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.UUID;

/**
 * Writes records behind the last one, and begins new segments. Not thread-safe: the thread of the
 * {@link CommitLog} has it alone.
 */
final class LogWriter {
    private static final int CHUNK = 1 << 20;

    private final Disk disk;
    private final SpoolSettings settings;
    private final Segments segments;
    private final UUID spool;
    private final ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
    private final SecureRandom random = new SecureRandom();
    private Segment current;
    private long position;
    private long flushed;

    /**
     * @param current the newest segment, without records
     */
    LogWriter(Disk disk, SpoolSettings settings, Segments segments, Segment current) {
        this.disk = disk;
        this.settings = settings;
        this.segments = segments;
        this.spool = current.header().spool();
        this.current = current;
        this.position = SegmentHeader.SIZE;
        this.flushed = position;
    }

    /** Makes the file of a segment; it survives a power cut when this returns. */
    static Segment create(Disk disk, SpoolSettings settings, SegmentHeader header) throws IOException {
        DiskFile file = disk.create(settings.segments().resolve(SegmentHeader.fileName(header.number())));
        file.write(header.encode(), 0);
        file.force();
        disk.forceFolder(settings.segments());
        return new Segment(header, file);
    }

    Place position() {
        return new Place(current.header().number(), position);
    }

    long nextIdOfSegment() {
        return current.header().nextId();
    }

    boolean isFull() {
        return position >= settings.segmentBytes();
    }

    /**
     * Writes records one behind the other, not forced.
     *
     * @return where each begins
     */
    List<Place> write(List<Append> records) throws IOException {
        List<Place> places = records.stream().map(this::put).toList();
        flush();
        return places;
    }

    void force() throws IOException {
        current.file().force();
    }

    /** Takes back what was written behind a place and not forced. */
    void rewind(Place to) throws IOException {
        chunk.clear();
        current.file().truncate(to.offset());
        position = to.offset();
        flushed = position;
    }

    /** Begins the next segment. */
    Segment roll(long nextId) throws IOException {
        SegmentHeader header = new SegmentHeader(spool, current.header().number() + 1, random.nextLong(), nextId);
        current = create(disk, settings, header);
        segments.add(current);
        position = SegmentHeader.SIZE;
        flushed = position;
        return current;
    }

    private Place put(Append record) {
        Place place = position();
        put(RecordHeader.encode(current.header().key(), record));
        put(record.meta().duplicate());
        put(record.body().duplicate());
        position += record.length();
        return place;
    }

    private void put(ByteBuffer octets) {
        while (octets.hasRemaining()) {
            if (!chunk.hasRemaining()) {
                flush();
            }
            int some = Math.min(chunk.remaining(), octets.remaining());
            chunk.put(chunk.position(), octets, octets.position(), some);
            chunk.position(chunk.position() + some);
            octets.position(octets.position() + some);
        }
    }

    private void flush() {
        chunk.flip();
        int length = chunk.remaining();
        try {
            current.file().write(chunk, flushed);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        flushed += length;
        chunk.clear();
    }
}
