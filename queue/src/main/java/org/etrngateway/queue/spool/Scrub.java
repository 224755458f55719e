package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.etrngateway.queue.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the spool through, again and again and slowly, so that what a disk has spoiled is known before somebody wants it:
 * each closed segment with all its records, and the large contents that these name. A pass goes on behind a restart where it
 * was. It reads files beside the writer and takes no lock: a segment or a content that goes meanwhile is no damage.
 */
public final class Scrub implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scrub.class);
    /** Octets a second, on average over a few of them. */
    private static final long RATE = 4L << 20;

    private static final long PAUSE_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final Disk disk;
    private final SpoolSettings settings;
    private final Duration every;
    private final Clock clock;
    private final Pace pace;
    private final ScrubFile file;
    private final Thread thread = new Thread(this::run, "scrub");
    private volatile ScrubState state;
    private volatile boolean closed;

    /** Told of what was read; takes the time that it should take. */
    @FunctionalInterface
    interface Pace {
        void read(long octets);
    }

    private Scrub(Path folder, Path file, Duration every, Clock clock) {
        this.disk = new RealDisk();
        this.settings = SpoolSettings.in(folder);
        this.every = every;
        this.clock = clock;
        this.pace = this::pause;
        this.file = new ScrubFile(file);
        this.state = this.file.read();
    }

    Scrub(Disk disk, SpoolSettings settings, Path file, Duration every, Clock clock, Pace pace) {
        this.disk = disk;
        this.settings = settings;
        this.every = every;
        this.clock = clock;
        this.pace = pace;
        this.file = new ScrubFile(file);
        this.state = this.file.read();
    }

    /**
     * Begins, on a thread of its own.
     *
     * @param folder that of the spool
     * @param file where it is kept how far it is
     * @param every from the beginning of one pass to that of the next, or longer if it takes longer
     */
    public static Scrub begin(Path folder, Path file, Duration every, Clock clock) {
        Scrub scrub = new Scrub(folder, file, every, clock);
        scrub.thread.setDaemon(true);
        scrub.thread.start();
        return scrub;
    }

    /**
     * How far a scrub was, as it was kept last; {@link ScrubState#NEVER} if there is nothing to read.
     *
     * @param file where it is kept
     */
    public static ScrubState known(Path file) {
        return new ScrubFile(file).read();
    }

    /** What the last whole pass, and the one that runs, found to be damaged, a line each. Thread-safe. */
    public List<String> damage() {
        return state.damage();
    }

    private void run() {
        while (!closed) {
            try {
                if (!next(clock.instant())) {
                    LockSupport.parkNanos(this, PAUSE_NANOS);
                }
            } catch (CancellationException e) {
                return;
            } catch (IOException | RuntimeException e) {
                LOG.warn("the spool cannot be read through, which is tried again: {}", e.toString());
                LockSupport.parkNanos(this, PAUSE_NANOS);
            }
        }
    }

    /**
     * Reads the next segment.
     *
     * @return false if there was none to read: the pass is over, and the next is not due
     */
    boolean next(Instant now) throws IOException {
        if (!state.runs()) {
            if (!state.isDue(now, every)) {
                return false;
            }
            keep(state.begin(now));
        }
        List<Path> names = disk.list(settings.segments()).stream()
                .filter(SegmentHeader::isFile)
                .toList();
        // The newest is being written.
        Optional<Path> segment = names.stream()
                .limit(Math.max(0, names.size() - 1))
                .filter(name -> name.getFileName().toString().compareTo(state.last()) > 0)
                .findFirst();
        if (segment.isEmpty()) {
            keep(state.end());
            LOG.info("the spool was read through, as each {} d: {}", every.toDays(), state.sentence());
            return false;
        }
        read(segment.get());
        keep(state.behind(segment.get().getFileName().toString()));
        return true;
    }

    private void keep(ScrubState now) {
        state = now;
        file.write(now);
    }

    private void read(Path name) throws IOException {
        try (DiskFile octets = disk.open(name);
                LargeFiles files = new LargeFiles(disk, settings)) {
            Segment segment = new Segment(SegmentHeader.read(octets, name.getFileName(), Optional.empty()), octets);
            new SegmentCheck(segment, false, this::found, frame -> {
                        pace.read(frame.end() - frame.place().offset());
                        readLarge(segment, frame, files);
                    })
                    .run();
        } catch (NoSuchFileException e) {
            LOG.debug("{} has gone", name);
        } catch (DamagedException e) {
            found(Finding.damage("segments/" + name.getFileName(), 0, e.getMessage()));
        }
    }

    private void readLarge(Segment segment, Frame frame, LargeFiles files) throws IOException {
        if (frame.type() != RecordType.MESSAGE) {
            return;
        }
        try {
            MessageRecord message = MessageRecord.decode(frame.octets());
            if (message.largeCrc().isPresent()) {
                SpoolContent.open(segment, frame, message, files).close();
                pace.read(message.size());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("message {} has met its end", new MessageId(frame.id()));
        } catch (DamagedException e) {
            found(Finding.damage("large/" + new MessageId(frame.id()), e.getMessage()));
        }
    }

    private void found(Finding finding) {
        if (finding.damage()) {
            LOG.error("the spool is damaged, see `gateway spool verify`: {}", finding);
            state = state.with(finding.toString());
        }
    }

    private void pause(long octets) {
        long until = System.nanoTime() + octets * TimeUnit.SECONDS.toNanos(1) / RATE;
        while (!closed && System.nanoTime() < until) {
            LockSupport.parkNanos(this, until - System.nanoTime());
        }
        if (closed) {
            throw new CancellationException();
        }
    }

    /** True if its thread has ended, or ends within a time. */
    boolean hasEnded(Duration within) throws InterruptedException {
        thread.join(within.toMillis());
        return !thread.isAlive();
    }

    /** Ends soon; the next start goes on with the segment that was being read. */
    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
