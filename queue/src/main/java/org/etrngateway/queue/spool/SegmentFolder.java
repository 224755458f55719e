package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the segments that are there. What is no segment of this spool is put into quarantine. */
final class SegmentFolder {
    private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);

    private final Disk disk;
    private final SpoolSettings settings;
    private final Quarantine quarantine;
    private final SecureRandom random = new SecureRandom();
    private boolean damaged;

    SegmentFolder(Disk disk, SpoolSettings settings, Quarantine quarantine) {
        this.disk = disk;
        this.settings = settings;
        this.quarantine = quarantine;
    }

    /** All segments, of which there is at least one: a spool without any begins with its first. */
    Segments open() throws IOException {
        Segments segments = new Segments(disk, settings.segments());
        List<Path> names = new ArrayList<>(disk.list(settings.segments()));
        names.removeIf(name -> !SegmentHeader.isFile(name));
        Optional<UUID> spool = Optional.empty();
        for (Path name : names) {
            Optional<Segment> segment = open(name, spool);
            segment.ifPresent(found -> add(found, segments));
            spool = spool.or(() -> segment.map(found -> found.header().spool()));
        }
        if (segments.isEmpty()) {
            segments.add(
                    LogWriter.create(disk, settings, new SegmentHeader(UUID.randomUUID(), 1, random.nextLong(), 1, 0)));
        }
        return segments;
    }

    private void add(Segment segment, Segments to) {
        long previous = segment.header().previous();
        if (!to.isEmpty() && !to.has(previous)) {
            damaged = true;
            LOG.error(
                    "segment {} is missing: what only it knew of is lost until it is put back",
                    SegmentHeader.fileName(previous));
        }
        to.add(segment);
    }

    /** True if a segment is missing or was put into quarantine. */
    boolean metDamage() {
        return damaged;
    }

    private Optional<Segment> open(Path name, Optional<UUID> spool) throws IOException {
        DiskFile file = disk.open(name);
        try {
            Segment segment = new Segment(SegmentHeader.read(file, name, spool), file);
            segment.seal(file.size());
            file.rest();
            return Optional.of(segment);
        } catch (DamagedException e) {
            long size = file.size();
            file.close();
            remove(name, size, e.getMessage());
            return Optional.empty();
        }
    }

    private void remove(Path name, long size, String why) throws IOException {
        if (size <= SegmentHeader.SIZE) {
            // A header is forced before the first record: there was none.
            LOG.warn("{} was never begun and is deleted", name);
            disk.delete(name);
        } else {
            damaged = true;
            quarantine.move(name, why);
        }
    }

    /** Each start writes a segment of its own, whose header says which ids were not given away yet. */
    Segment begin(Segments segments, long nextId) throws IOException {
        SegmentHeader last = segments.last().header();
        SegmentHeader next =
                new SegmentHeader(last.spool(), last.number() + 1, random.nextLong(), nextId, last.number());
        Segment begun = LogWriter.create(disk, settings, next);
        segments.add(begun);
        return begun;
    }
}
