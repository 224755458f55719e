package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The segments that are there; some of them have their files open. Thread-safe. */
final class Segments implements AutoCloseable {
    private static final int MOST_IN_USE = 64;

    private final Disk disk;
    private final Path folder;
    private final Map<Long, Segment> open = new ConcurrentHashMap<>();
    private final Set<Long> recent = new LinkedHashSet<>();
    private volatile long newest;

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

    /** The newest; there is always one in a spool that is open. */
    Segment last() {
        List<Segment> all = all();
        return all.get(all.size() - 1);
    }

    /** The number of the segment that is being written. */
    long newest() {
        return newest;
    }

    /** All segments, oldest first. */
    List<Segment> all() {
        List<Segment> all = new ArrayList<>(open.values());
        all.sort((a, b) -> Long.compare(a.header().number(), b.header().number()));
        return all;
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

    /** Deletes segments durably. */
    void delete(Collection<Long> numbers) throws IOException {
        for (long number : numbers) {
            Segment segment = open.remove(number);
            if (segment != null) {
                segment.close();
            }
            disk.delete(file(number));
        }
        disk.forceFolder(folder);
    }

    @Override
    public void close() throws IOException {
        for (Segment segment : open.values()) {
            segment.close();
        }
        open.clear();
    }
}
