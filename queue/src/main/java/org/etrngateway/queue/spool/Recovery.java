package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.etrngateway.queue.index.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings memory and index to what the segments say. A torn tail of the newest segment is cut off: nothing
 * in it was promised. Damage elsewhere is stepped over, kept in place and reported. A second crash in the
 * middle leaves everything as it was for the next try.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final SpoolSettings settings;
    private final Disk disk;
    private final Holdings holdings;
    private final Directory directory;
    private final LargeFiles files;
    private final SecureRandom random = new SecureRandom();
    private boolean damaged;

    Recovery(SpoolSettings settings, Disk disk, Holdings holdings, Directory directory, LargeFiles files) {
        this.settings = settings;
        this.disk = disk;
        this.holdings = holdings;
        this.directory = directory;
        this.files = files;
    }

    Recovered run() throws IOException {
        Segments segments = openSegments();
        SegmentUse use = holdings.with(Holdings.Memory::segments);
        Replay replay = new Replay(directory, use);
        for (Segment segment : segments.all()) {
            use.add(segment.header().number());
            play(segment, segment == newest(segments), replay);
        }
        Reconciliation.Result rows = new Reconciliation(disk, settings).run(replay.open());
        List<Unit> open = rows.open();
        restore(replay, open);
        if (!damaged) {
            deleteOrphans(open);
        }
        long nextId = Math.max(replay.highestId() + 1, newest(segments).header().nextId()) + MessageIds.LEAP;
        return new Recovered(segments, begin(segments, use, nextId), nextId, rows.index());
    }

    private Segments openSegments() throws IOException {
        Segments segments = new Segments(disk, settings.segments());
        List<Path> names = new ArrayList<>(disk.list(settings.segments()));
        names.removeIf(name -> !name.toString().endsWith(".seg"));
        for (Path name : names) {
            boolean isNewest = name.equals(names.get(names.size() - 1));
            open(name, isNewest).ifPresent(segments::add);
        }
        if (segments.all().isEmpty()) {
            SegmentHeader first = new SegmentHeader(UUID.randomUUID(), 1, random.nextLong(), 1);
            segments.add(LogWriter.create(disk, settings, first));
        }
        return segments;
    }

    private Optional<Segment> open(Path name, boolean isNewest) throws IOException {
        DiskFile file = disk.open(name);
        try {
            return Optional.of(new Segment(SegmentHeader.read(file, name), file));
        } catch (DamagedException e) {
            boolean isBirth = isNewest && file.size() <= SegmentHeader.SIZE;
            file.close();
            if (isBirth) {
                // Its header is forced before its first record: there was none.
                disk.delete(name);
            } else {
                damaged = true;
                LOG.error("{}: the segment is left out, mail in it is not delivered", e.getMessage());
            }
            return Optional.empty();
        }
    }

    private static Segment newest(Segments segments) {
        List<Segment> all = segments.all();
        return all.get(all.size() - 1);
    }

    private void play(Segment segment, boolean isNewest, Replay replay) throws IOException {
        String name = SegmentHeader.fileName(segment.header().number());
        SegmentReader reader = new SegmentReader(segment, SegmentHeader.SIZE, isNewest, (from, to) -> {
            damaged = true;
            LOG.error("{}: octets {} to {} are damaged, a record in them is lost", name, from, to);
        });
        for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
            try {
                replay.play(frame.get());
            } catch (DamagedException e) {
                damaged = true;
                LOG.error(
                        "{}: the record at {} makes no sense: {}",
                        name,
                        frame.get().place(),
                        e.getMessage());
            }
        }
        cutTail(segment, reader.position(), isNewest, name);
    }

    private void cutTail(Segment segment, long end, boolean isNewest, String name) throws IOException {
        long size = segment.file().size();
        if (size == end) {
            return;
        }
        if (isNewest) {
            LOG.warn("{}: {} octets of a write that a crash cut short are dropped", name, size - end);
            segment.file().truncate(end);
            segment.file().force();
        } else {
            damaged = true;
            LOG.error("{}: octets {} to {} are damaged, a record in them is lost", name, end, size);
        }
    }

    /** Each start writes a segment of its own, whose header says which ids were not given away yet. */
    private Segment begin(Segments segments, SegmentUse use, long nextId) throws IOException {
        SegmentHeader last = newest(segments).header();
        long number = last.number() + 1;
        Segment next =
                LogWriter.create(disk, settings, new SegmentHeader(last.spool(), number, random.nextLong(), nextId));
        segments.add(next);
        use.add(number);
        return next;
    }

    private void restore(Replay replay, List<Unit> open) {
        holdings.restore(open);
        replay.paused().forEach(site -> holdings.pause(site, true));
    }

    private void deleteOrphans(List<Unit> open) throws IOException {
        Set<Long> live = new HashSet<>();
        open.stream().filter(unit -> unit.stored().large()).forEach(unit -> live.add(unit.id()));
        for (Path orphan : files.orphans(live)) {
            disk.delete(orphan);
        }
    }
}
