package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** The segments that are there; some of them have their files open. Thread-safe. */
final class Segments implements AutoCloseable {
    private static final int MOST_IN_USE = 64;

    private final Disk disk;
    private final Path folder;
    private final ConcurrentNavigableMap<Long, Segment> open = new ConcurrentSkipListMap<>();
    private final Set<Long> recent = new LinkedHashSet<>();
    private volatile long newest;
    private volatile Runnable onAdded = () -> {};

    Segments(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    Path file(long number) {
        return folder.resolve(SegmentHeader.fileName(number));
    }

    /** Adds a segment that was just begun. */
    void add(Segment segment) {
        open.put(segment.header().number(), segment);
        newest = Math.max(newest, segment.header().number());
        onAdded.run();
    }

    /** Has a task run, briefly, when a segment was begun. */
    void onAdded(Runnable task) {
        onAdded = task;
    }

    Segment get(long number) throws IOException {
        Segment segment = open.get(number);
        if (segment == null) {
            throw new DamagedException("segment " + SegmentHeader.fileName(number) + " is missing");
        }
        if (number != newest) {
            restOldest(number);
        }
        return segment;
    }

    /** Bounds the descriptors in use: the segment that was not read for longest gives its own back. */
    private void restOldest(long inUse) throws IOException {
        Optional<Segment> oldest = Optional.empty();
        synchronized (recent) {
            recent.remove(inUse);
            recent.add(inUse);
            if (recent.size() > MOST_IN_USE) {
                long number = recent.iterator().next();
                recent.remove(number);
                oldest = Optional.ofNullable(open.get(number));
            }
        }
        if (oldest.isPresent()) {
            oldest.get().file().rest();
        }
    }

    boolean has(long number) {
        return open.containsKey(number);
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    /** The number of the oldest. */
    long oldest() {
        return open.firstKey();
    }

    /** The newest; there is always one in a spool that is open. */
    Segment last() {
        return open.lastEntry().getValue();
    }

    /** The number of the segment that is being written. */
    long newest() {
        return newest;
    }

    /** All segments, oldest first. */
    List<Segment> all() {
        return new ArrayList<>(open.values());
    }

    /** Octets of the segments from a number on. */
    long octets(long from) {
        return open.tailMap(from).values().stream().mapToLong(Segment::length).sum();
    }

    /** The record at a place. */
    Frame frame(Place place) throws IOException {
        return get(place.segment())
                .frameAt(place.offset())
                .orElseThrow(() -> new DamagedException("no record at " + place));
    }

    /** The MESSAGE record at a place, which must be of this id. */
    MessageRecord message(Place place, long id) throws IOException {
        Frame frame = frame(place);
        if (frame.id() != id || frame.type() != RecordType.MESSAGE) {
            throw new DamagedException("not the record of the message at " + place);
        }
        return MessageRecord.decode(frame.octets());
    }

    /** Deletes a segment durably. */
    void delete(long number) throws IOException {
        Segment segment = open.get(number);
        if (segment != null) {
            disk.delete(file(number));
            disk.forceFolder(folder);
            open.remove(number);
            segment.close();
        }
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : open.values()) {
            segment.close();
        }
        open.clear();
    }
}
