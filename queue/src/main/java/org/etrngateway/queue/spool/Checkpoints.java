package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes checkpoints, step by step between batches of rows: the log never waits for one. First memory is
 * copied between two groups of the log; when all that memory then knew is in the rows, these are forced, and
 * the copy is written beside them. Then segments go that nothing needed at that place. Belongs to the thread
 * of the index.
 */
final class Checkpoints {
    private static final Logger LOG = LoggerFactory.getLogger(Checkpoints.class);

    private static final long NANOS = TimeUnit.SECONDS.toNanos(30);

    /** If a segment can go behind it. */
    private static final long NANOS_IF_DEAD = TimeUnit.SECONDS.toNanos(1);

    private final CheckpointFile file;
    private final UnitIndex index;
    private final Holdings holdings;
    private final Segments segments;
    private final CommitLog log;
    private final MessageIds ids;
    private final UUID spool;
    private final long interval;
    private long number;
    private volatile Optional<Checkpoint> copied = Optional.empty();
    private boolean copying;
    private boolean abandoned;
    private long mark = -1;
    private long recordsAtLast;
    private long changeAtLast;
    private long last = System.nanoTime();

    /**
     * @param interval a checkpoint is taken after so many records
     */
    Checkpoints(Recovered found, CheckpointFile file, Holdings holdings, CommitLog log, MessageIds ids, long interval) {
        this.interval = interval;
        this.file = file;
        this.index = found.index();
        this.holdings = holdings;
        this.segments = found.segments();
        this.log = log;
        this.ids = ids;
        this.spool = found.newest().header().spool();
        this.number = found.checkpoint();
    }

    /** Begins one. */
    void begin() {
        last = System.nanoTime();
        recordsAtLast = log.records();
        changeAtLast = holdings.latestChange();
        copying = log.between(() -> copied = Optional.of(copy(false)));
    }

    /**
     * Begins one if it is time, or goes on with the one under way; to be called before each batch of rows.
     *
     * @param failed the index has failed: there will be none
     */
    void step(boolean failed) {
        if (failed) {
            abandon();
        } else if (copied.isPresent()) {
            goOn(copied.get());
        } else if (!copying && isDue()) {
            begin();
        }
    }

    private boolean isDue() {
        long records = log.records() - recordsAtLast;
        boolean changed = records > 0 || holdings.latestChange() != changeAtLast;
        long passed = System.nanoTime() - last;
        return records >= interval || changed && passed >= NANOS || passed >= NANOS_IF_DEAD && isOldestDead();
    }

    private boolean isOldestDead() {
        long oldest = segments.oldest();
        return oldest < segments.newest() && !holdings.segments(use -> use.isNeeded(oldest));
    }

    private void goOn(Checkpoint checkpoint) {
        if (mark < 0) {
            // Taken between two batches: whatever has a lower number was not taken for a row before the copy.
            mark = holdings.latestChange();
        }
        if (holdings.isWritten(mark)) {
            finish(checkpoint);
            copied = Optional.empty();
            copying = false;
            mark = -1;
        }
    }

    private Checkpoint copy(boolean clean) {
        return new Checkpoint(spool, number + 1, log.durable(), ids.next(), file.boot(), clean, holdings.snapshot());
    }

    private void finish(Checkpoint checkpoint) {
        index.mark(checkpoint.number());
        index.sync();
        try {
            file.write(checkpoint);
            number = checkpoint.number();
        } catch (IOException e) {
            LOG.warn("no checkpoint was taken: {}", e.toString());
            return;
        }
        dropSegments(checkpoint.snapshot().segments(), checkpoint.position().segment());
    }

    /** The rows are complete and the log is closed: closes the index and says so for the next start. */
    void takeLast(IndexFolder folder) throws IOException {
        Checkpoint checkpoint = copy(true);
        try {
            index.mark(checkpoint.number());
        } finally {
            index.close();
        }
        folder.force();
        file.write(checkpoint);
        dropSegments(checkpoint.snapshot().segments(), checkpoint.position().segment());
    }

    /** The rows are not complete: closes the index, and leaves the last checkpoint as it is. */
    void takeNone() {
        IndexFolder.close(index);
    }

    /** No later start may go on from the last checkpoint; then segments may go by what memory knows. */
    private void abandon() {
        try {
            if (!abandoned) {
                file.delete();
                abandoned = true;
            }
            dropSegments(holdings.snapshot().segments(), segments.newest());
        } catch (IOException e) {
            LOG.warn("the last checkpoint cannot be deleted, so no segment will be: {}", e.toString());
        }
    }

    /**
     * Deletes the oldest segments, as far as no open unit had its record there at a checkpoint: so a replay from
     * it touches none of them. One by one, for those that are left must have no gap.
     */
    private void dropSegments(SegmentUse use, long newest) {
        for (Segment segment : segments.all()) {
            long number = segment.header().number();
            if (number >= newest || use.isNeeded(number) || !drop(number)) {
                return;
            }
        }
    }

    private boolean drop(long number) {
        try {
            segments.delete(number);
        } catch (IOException e) {
            LOG.warn("segment {} cannot be deleted: {}", SegmentHeader.fileName(number), e.toString());
            return false;
        }
        holdings.forgetSegment(number);
        return true;
    }
}
