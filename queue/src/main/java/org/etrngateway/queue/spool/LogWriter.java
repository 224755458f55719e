package org.etrngateway.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
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
    private Summary summary = new Summary();
    private long position = SegmentHeader.SIZE;
    private long flushed = SegmentHeader.SIZE;
    private long durable = SegmentHeader.SIZE;
    private long endOfSummary;
    private long lastNumber;

    /**
     * @param current the newest segment, without records
     */
    LogWriter(Disk disk, SpoolSettings settings, Segments segments, Segment current) {
        this.disk = disk;
        this.settings = settings;
        this.segments = segments;
        this.spool = current.header().spool();
        this.current = current;
        this.lastNumber = current.header().number();
    }

    /** Makes the file of a segment; it survives a power cut when this returns. */
    static Segment create(Disk disk, SpoolSettings settings, SegmentHeader header) throws IOException {
        Path path = settings.segments().resolve(SegmentHeader.fileName(header.number()));
        DiskFile file = disk.create(path);
        try {
            file.write(header.encode(), 0);
            makeDurable(disk, settings, file);
            return new Segment(header, file);
        } catch (IOException e) {
            file.close();
            disk.delete(path);
            throw e;
        }
    }

    private static void makeDurable(Disk disk, SpoolSettings settings, DiskFile file) throws ForceFailedException {
        try {
            file.force();
            disk.forceFolder(settings.segments());
        } catch (IOException e) {
            throw new ForceFailedException(e);
        }
    }

    private Place position() {
        return new Place(current.header().number(), position);
    }

    /** The end of what is durable. */
    Place durable() {
        return new Place(current.header().number(), durable);
    }

    long nextIdOfSegment() {
        return current.header().nextId();
    }

    /** True if the segment has no record yet. */
    boolean isEmpty() {
        return position == SegmentHeader.SIZE;
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
        try {
            List<Place> places = records.stream().map(this::put).toList();
            flush();
            return places;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    void force() throws ForceFailedException {
        try {
            current.file().force();
        } catch (IOException e) {
            throw new ForceFailedException(e);
        }
        durable = position;
    }

    /** Takes back what was written and not forced; for good, or a power cut could bring it back. */
    void rewind() throws IOException {
        chunk.clear();
        current.file().truncate(durable);
        position = durable;
        flushed = durable;
        current.file().force();
    }

    /** Remembers what a durable record says, for the summary. */
    void note(Fact fact) {
        summary.add(fact);
    }

    /** Writes the summary, not forced, unless it is the last durable record already. */
    void summarise() throws IOException {
        Optional<Append> record = summary.at(position);
        if (record.isPresent() && endOfSummary != durable) {
            write(List.of(record.get()));
            endOfSummary = position;
        }
    }

    /** Begins the next segment. A number whose file could not be made is left out. */
    void roll(long nextId) throws IOException {
        SegmentHeader header = new SegmentHeader(
                spool, ++lastNumber, random.nextLong(), nextId, current.header().number());
        Segment next = create(disk, settings, header);
        segments.add(next);
        current.seal(position);
        current.file().rest();
        current = next;
        summary = new Summary();
        position = SegmentHeader.SIZE;
        flushed = position;
        durable = position;
        endOfSummary = 0;
    }

    private Place put(Append record) {
        Place place = position();
        ByteBuffer meta = ByteBuffer.wrap(record.meta().octets());
        position += RecordHeader.SIZE + meta.remaining() + record.body().remaining();
        put(RecordHeader.encode(current.header().key(), place.offset(), record, meta));
        put(meta);
        put(record.body().duplicate());
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
            throw new UncheckedIOException(e);
        }
        flushed += length;
        chunk.clear();
    }
}
