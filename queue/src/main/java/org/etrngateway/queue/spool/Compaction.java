package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.etrngateway.queue.index.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives the space of ended messages back while others are held for weeks: writes what the oldest segment still
 * holds anew at the end of the log, a few messages at a time, so that the segment can go. It begins when less
 * than half of the log is needed, and some slack is used up; so one round through the log writes no more than
 * it frees, and an octet that was accepted is written twice on average at most. If room is short it begins
 * earlier.
 *
 * <p>Bodies are read here; records are made and written on the log's thread in a group of their own, for they
 * say what became of all recipients up to that place. A thread of its own.
 */
final class Compaction implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Compaction.class);
    private static final int TICK_MILLIS = 1000;
    private static final int MILLIS_AFTER_FAULT = 10_000;

    /** What one group may have: bounds how long others wait for it. */
    private static final long GROUP_OCTETS = 1 << 20;

    private static final int GROUP_MESSAGES = 128;

    /** How many messages are looked up at once; most of them may be gone. */
    private static final int PASSED = 1000;

    private final Spool spool;
    private final Quarantine quarantine;
    private final long slack;
    private final Thread thread = new Thread(this::run, "spool-compaction");
    private final Object lock = new Object();
    private boolean closed;
    private boolean awake;
    private Optional<Walk> walk = Optional.empty();

    /**
     * @param slack octets that the log may have beyond twice of what is needed
     */
    Compaction(Spool spool, Quarantine quarantine, long slack) {
        this.spool = spool;
        this.quarantine = quarantine;
        this.slack = slack;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** There may be something to do. */
    void wake() {
        synchronized (lock) {
            awake = true;
            lock.notifyAll();
        }
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        if (thread.isAlive()) {
            Threads.join(thread);
        }
    }

    private void run() {
        while (await()) {
            try {
                boolean more = true;
                while (more) {
                    long begun = System.nanoTime();
                    more = step();
                    // As long as it took: senders and sites have half of the disk at least.
                    more &= rest(mustHurry() ? 0 : (System.nanoTime() - begun) / 1_000_000);
                }
            } catch (IOException | RuntimeException e) {
                LOG.warn("old segments cannot be compacted now: {}", e.toString());
                walk = Optional.empty();
                rest(MILLIS_AFTER_FAULT);
            }
        }
    }

    /** Waits for something to do; false if it is time to end. */
    private boolean await() {
        synchronized (lock) {
            if (!closed && !awake) {
                Threads.await(lock, TICK_MILLIS);
            }
            awake = false;
            return !closed;
        }
    }

    /** Waits; false if it is time to end. */
    private boolean rest(long millis) {
        synchronized (lock) {
            if (!closed && millis > 0) {
                Threads.await(lock, millis);
            }
            return !closed;
        }
    }

    /** Moves some messages; false if there is nothing to do for now. */
    private boolean step() throws IOException {
        // What is moved is news for the index too, and waits for it as other mail does.
        spool.feed().await();
        Optional<Segment> oldest = oldestInUse();
        if (oldest.isEmpty() || spool.feed().isStale() || beyond(oldest.get()) <= 0) {
            return false;
        }
        if (walk.isEmpty() || walk.get().segment != oldest.get()) {
            walk = Optional.of(new Walk(oldest.get()));
        }
        List<Frame> passed = walk.get().next();
        if (passed.isEmpty()) {
            return walk.get().again() || giveUp(oldest.get());
        }
        for (List<Frame> group : groups(held(passed))) {
            move(oldest.get(), group);
        }
        return true;
    }

    /** The oldest segment with a message that is held; not the one that is being written. */
    private Optional<Segment> oldestInUse() {
        Predicate<Segment> needed = segment ->
                spool.holdings().segments(use -> use.isNeeded(segment.header().number()));
        return spool.segments().all().stream()
                .filter(needed)
                .findFirst()
                .filter(segment -> segment.header().number() != spool.segments().newest());
    }

    /** Octets that the log has beyond what it may have; 0 or less if there is nothing to do. */
    private long beyond(Segment oldest) {
        long all = spool.segments().octets(oldest.header().number());
        long needed = spool.holdings().segments(SegmentUse::octets);
        return spool.space().isLow() ? all - needed - needed / 4 - slack / 8 : all - 2 * needed - slack;
    }

    /** More is coming in than is given back at half the speed. */
    private boolean mustHurry() {
        return spool.space().isLow()
                || oldestInUse().filter(oldest -> beyond(oldest) > slack).isPresent();
    }

    /** Those of the messages that are held, and have their records here. */
    private List<Frame> held(List<Frame> passed) {
        Set<Long> ids = passed.stream().map(Frame::id).collect(Collectors.toSet());
        Map<Long, List<Unit>> units = spool.ofMessages(ids);
        return passed.stream()
                .filter(frame -> liesAt(frame.place(), units.getOrDefault(frame.id(), List.of())))
                .toList();
    }

    private static List<List<Frame>> groups(List<Frame> frames) {
        List<List<Frame>> groups = new ArrayList<>();
        long octets = GROUP_OCTETS;
        for (Frame frame : frames) {
            if (octets >= GROUP_OCTETS || groups.get(groups.size() - 1).size() == GROUP_MESSAGES) {
                groups.add(new ArrayList<>());
                octets = 0;
            }
            groups.get(groups.size() - 1).add(frame);
            octets += frame.header().length();
        }
        return groups;
    }

    private void move(Segment from, List<Frame> group) throws IOException {
        List<Moved> moved = new ArrayList<>();
        for (Frame frame : group) {
            // Damage moves along, to be found by whoever reads the message.
            moved.add(new Moved(spool, frame, from.octets(frame)));
        }
        write(moved);
    }

    private void write(List<Moved> moved) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Set<Long> ids = moved.stream().map(Moved::id).collect(Collectors.toSet());
        boolean taken = spool.log().alone(() -> {
            Map<Long, List<Unit>> now = spool.ofMessages(ids);
            // Without rows a unit may be unknown, and its recipients would be taken for done.
            boolean complete = !spool.feed().isStale();
            List<Append> records = moved.stream()
                    .filter(message -> complete)
                    .filter(message -> liesAt(message.place(), now.getOrDefault(message.id(), List.of())))
                    .map(message -> message.append(now.get(message.id()), written))
                    .toList();
            if (records.isEmpty()) {
                written.complete(null);
            }
            return records;
        });
        if (taken) {
            written.join();
        }
    }

    private static boolean liesAt(Place place, List<Unit> units) {
        return units.stream().anyMatch(unit -> Place.of(unit).equals(place));
    }

    /**
     * The segment was read to its end, and messages are left whose records cannot be read. They must not keep
     * all that came later on the disk.
     */
    private boolean giveUp(Segment segment) throws IOException {
        quarantine.copy(segment, 0, segment.length(), "records of messages that are held cannot be read");
        spool.holdings().forgetSegment(segment.header().number());
        walk = Optional.empty();
        return true;
    }

    /** Goes through a segment, message by message. */
    private static final class Walk {
        private final Segment segment;
        private SegmentReader reader;
        private boolean second;

        Walk(Segment segment) {
            this.segment = segment;
            this.reader = reader();
        }

        private SegmentReader reader() {
            return new SegmentReader(segment, SegmentHeader.SIZE, false, (from, to) -> {});
        }

        /** The next messages; empty at the end. */
        List<Frame> next() throws IOException {
            List<Frame> frames = new ArrayList<>();
            while (frames.size() < PASSED) {
                Optional<Frame> frame = reader.next();
                if (frame.isEmpty()) {
                    break;
                }
                if (frame.get().type() == RecordType.MESSAGE) {
                    frames.add(frame.get());
                }
            }
            segment.file().rest();
            return frames;
        }

        /** Begins from the front, once: a unit may have changed its site while it was passed. */
        boolean again() {
            if (second) {
                return false;
            }
            second = true;
            reader = reader();
            return true;
        }
    }
}
