package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.IndexException;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings index and counters to what the segments say. After a clean end the checkpoint says it all; else the
 * records behind it are played, and what the rows then sum up to is compared with what it must be. If that
 * fails, or there is no checkpoint, the index is set aside and made anew from all segments. A second crash
 * in the middle leaves everything to the next try.
 */
final class Recovery {
    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final Directory directory;
    private final CheckpointFile checkpoints;
    private final Quarantine quarantine;
    private final SegmentFolder folder;
    private final IndexFolder indexes;
    private boolean damaged;

    Recovery(SpoolSettings settings, Disk disk, Directory directory) {
        this.directory = directory;
        this.checkpoints = new CheckpointFile(disk, settings);
        this.quarantine = new Quarantine(disk, settings.quarantine());
        this.folder = new SegmentFolder(disk, settings, quarantine);
        this.indexes = new IndexFolder(disk, settings.index());
    }

    Recovered run() throws IOException {
        Segments segments = folder.open();
        // A process that was killed may have left records that only the cache holds. Rows, checkpoints and deletions
        // will rest on what is read here, so it must not go in a power cut that follows.
        segments.last().file().force();
        Optional<Checkpoint> last = checkpoints.read();
        Optional<Checkpoint> usable = last.filter(checkpoint -> isOf(checkpoint, segments));
        Optional<Start> resumed = usable.isEmpty() ? Optional.empty() : resume(usable.get(), segments);
        Start start = resumed.isPresent() ? resumed.get() : rebuild(segments);
        reportLost(start.snapshot.segments(), segments);
        Segment newest = folder.begin(segments, start.nextId);
        return new Recovered(
                segments,
                newest,
                start.nextId,
                start.index,
                start.snapshot,
                last.map(Checkpoint::number).orElse(0L),
                start.snapshot.movesUnder(directory),
                damaged || folder.metDamage());
    }

    private static boolean isOf(Checkpoint checkpoint, Segments segments) {
        boolean known = checkpoint.spool().equals(segments.last().header().spool())
                && segments.has(checkpoint.position().segment());
        if (!known) {
            LOG.warn("the checkpoint is of another spool, or its segment is missing");
        }
        return known;
    }

    /** Goes on from a checkpoint; empty if its index is of no use. */
    private Optional<Start> resume(Checkpoint checkpoint, Segments segments) throws IOException {
        boolean clean = checkpoint.clean() && isEnd(checkpoint.position(), segments);
        if (!clean && !checkpoint.boot().equals(checkpoints.boot())) {
            // H2 forces nothing at commit, and does not see by itself that a power cut has torn one of its pages.
            LOG.warn("the machine went down while the spool was in use");
            return Optional.empty();
        }
        if (!clean && checkpoint.snapshot().movesUnder(directory)) {
            LOG.warn("domains have changed sites, and the last end was not clean");
            return Optional.empty();
        }
        Optional<UnitIndex> index = indexes.open(checkpoint);
        if (index.isEmpty() || clean) {
            return index.map(it -> new Start(it, checkpoint.snapshot(), checkpoint.nextId()));
        }
        Optional<Start> start = Optional.empty();
        try {
            start = replay(checkpoint, index.get(), segments);
        } catch (IndexException e) {
            LOG.warn("the index cannot be used: {}", e.getMessage());
        }
        if (start.isEmpty()) {
            IndexFolder.close(index.get());
        }
        return start;
    }

    private static boolean isEnd(Place position, Segments segments) throws IOException {
        Segment last = segments.last();
        return last.header().number() == position.segment() && last.file().size() == position.offset();
    }

    private Optional<Start> replay(Checkpoint checkpoint, UnitIndex index, Segments segments) throws IOException {
        Replay replay = new Replay(directory, index, segments, checkpoint.snapshot(), Long.MAX_VALUE);
        play(segments, checkpoint.position(), replay);
        Map<SiteName, SiteMark> found = SiteMarks.of(index, paused(replay, checkpoint.snapshot()));
        if (!SiteMarks.agree(replay.expected(), found)) {
            return Optional.empty();
        }
        long nextId = Math.max(checkpoint.nextId(), nextId(replay, segments));
        return Optional.of(start(index, found, nextId));
    }

    private Start rebuild(Segments segments) throws IOException {
        if (indexes.isUsed()) {
            LOG.warn("the index is set aside and made anew from the segments; attempts are forgotten");
        }
        UnitIndex index = indexes.anew(segments.last().header().spool());
        Snapshot none = new Snapshot(Map.of(), new SegmentUse());
        Replay replay = new Replay(directory, index, segments, none, 0);
        play(segments, new Place(0, 0), replay);
        return start(index, SiteMarks.of(index, paused(replay, none)), nextId(replay, segments));
    }

    private static Start start(UnitIndex index, Map<SiteName, SiteMark> sites, long nextId) {
        SegmentUse use = new SegmentUse();
        index.segments().forEach(use::add);
        return new Start(index, new Snapshot(sites, use), nextId);
    }

    private static long nextId(Replay replay, Segments segments) {
        return Math.max(replay.highestId() + 1, segments.last().header().nextId()) + MessageIds.LEAP;
    }

    /** Plays what lies at or behind a place. */
    private void play(Segments segments, Place from, Replay replay) throws IOException {
        SegmentPlay play = new SegmentPlay(quarantine, replay);
        for (Segment segment : segments.all()) {
            long number = segment.header().number();
            if (number >= from.segment()) {
                long offset = number == from.segment() ? from.offset() : SegmentHeader.SIZE;
                play.play(segment, offset, segment == segments.last());
            }
        }
        replay.write();
        damaged |= play.metDamage();
    }

    private static Set<SiteName> paused(Replay replay, Snapshot before) {
        Set<SiteName> paused = new TreeSet<>();
        before.sites().forEach((site, mark) -> {
            if (mark.paused()) {
                paused.add(site);
            }
        });
        return replay.paused().orElse(paused);
    }

    private static void reportLost(SegmentUse use, Segments segments) {
        use.totals().forEach((segment, total) -> {
            if (total.units() > 0 && !segments.has(segment)) {
                LOG.error(
                        "segment {} is missing: {} units cannot be delivered",
                        SegmentHeader.fileName(segment),
                        total.units());
            }
        });
    }

    /** From where the queue goes on. */
    private record Start(UnitIndex index, Snapshot snapshot, long nextId) {}
}
