package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.etrngateway.queue.QueueException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of the log. All records that wait share one write and one force; then memory follows,
 * in the order of the log, and whoever waited goes on. A failed force is never retried: the kernel may
 * have dropped the pages and would report success the next time. Thread-safe; the writer's thread is
 * never interrupted, for that would close its file.
 */
final class CommitLog implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CommitLog.class);

    /** Bounds what one force makes durable, so that the first of many waits not long. */
    private static final long GROUP_BYTES = 8 << 20;

    private final LogWriter writer;
    private final Throttle throttle;
    private final LongSupplier nextId;
    private final Supplier<SiteRecord> paused;
    private final Runnable onFault;
    private final Thread thread = new Thread(this::run, "spool-log");
    private final Object lock = new Object();
    private List<Append> waiting = new ArrayList<>();
    private List<Runnable> tasks = new ArrayList<>();
    private boolean closed;
    private final AtomicLong records = new AtomicLong();
    private volatile boolean failed;

    /**
     * @param nextId the first message id not given away
     * @param paused the sites that are paused, for the head of a segment
     * @param onFault told once, when nothing more can be written
     */
    CommitLog(LogWriter writer, Throttle throttle, LongSupplier nextId, Supplier<SiteRecord> paused, Runnable onFault) {
        this.writer = writer;
        this.throttle = throttle;
        this.nextId = nextId;
        this.paused = paused;
        this.onFault = onFault;
    }

    /** Begins to write; the segment tells first who is paused. */
    void start() throws IOException {
        writeHead();
        thread.start();
    }

    boolean hasFailed() {
        return failed;
    }

    /** Hands over a record; what follows is told to its {@link Append#then}. */
    void submit(Append record) {
        synchronized (lock) {
            if (!closed && !failed) {
                waiting.add(record);
                lock.notifyAll();
                return;
            }
        }
        record.then().failed(new QueueException(QueueException.Reason.FAILED, "the spool takes no more records"));
    }

    /** The disk has failed under something else than the log: nothing more is promised. */
    void giveUp(Exception cause) {
        between(() -> {
            if (!failed) {
                fault("the disk could not make a large message durable", cause);
            }
        });
    }

    /** Runs something between two groups, when memory and log agree; false if the log is closed. */
    boolean between(Runnable task) {
        synchronized (lock) {
            if (!closed) {
                tasks.add(task);
                lock.notifyAll();
            }
            return !closed;
        }
    }

    /**
     * Writes records in a group of their own: from their making until memory follows them, nothing is changed
     * by other records. False if the log is closed.
     */
    boolean alone(Supplier<List<Append>> records) {
        return between(() -> {
            List<Append> group = records.get();
            if (!group.isEmpty()) {
                commit(group);
            }
        });
    }

    /** The end of what is durable; for a task {@linkplain #between between} two groups, and after the close. */
    Place durable() {
        return writer.durable();
    }

    /** How many records were written since the start. */
    long records() {
        return records.get();
    }

    /** Writes all that waits, and the summary of the segment. */
    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        Threads.join(thread);
        try {
            if (!failed) {
                finishSegment();
            }
        } catch (IOException e) {
            LOG.warn("the newest segment gets no summary: {}", e.toString());
        }
    }

    private void run() {
        while (true) {
            List<Append> group = new ArrayList<>();
            List<Runnable> due;
            synchronized (lock) {
                while (waiting.isEmpty() && tasks.isEmpty() && !closed) {
                    Threads.await(lock);
                }
                if (waiting.isEmpty() && tasks.isEmpty()) {
                    return;
                }
                takeGroup(group);
                due = tasks;
                tasks = new ArrayList<>();
            }
            due.forEach(this::runSafely);
            if (!group.isEmpty()) {
                commit(group);
                throttle.await();
            }
        }
    }

    private void takeGroup(List<Append> group) {
        long bytes = 0;
        int taken = 0;
        while (taken < waiting.size() && bytes < GROUP_BYTES) {
            bytes += waiting.get(taken++).length();
        }
        group.addAll(waiting.subList(0, taken));
        waiting = new ArrayList<>(waiting.subList(taken, waiting.size()));
    }

    private void commit(List<Append> group) {
        if (failed) {
            fail(group, new QueueException(QueueException.Reason.FAILED, "the spool has failed"));
            return;
        }
        try {
            prepare();
            List<Place> places = writer.write(group);
            writer.force();
            records.addAndGet(group.size());
            for (int i = 0; i < places.size(); i++) {
                durable(group.get(i), places.get(i));
            }
            group.forEach(record -> runSafely(record.then()::complete));
        } catch (ForceFailedException e) {
            fault("the disk could not make records durable", e);
            fail(group, new QueueException(QueueException.Reason.FAILED, "not durable", e));
        } catch (RuntimeException e) {
            LOG.error("a fault of the spool's writer", e);
            fault("records could not be made durable", e);
            fail(group, new QueueException(QueueException.Reason.FAILED, "not durable", e));
        } catch (IOException e) {
            takeBack(group, e);
        }
    }

    /** Sees to it that the next record may follow. */
    private void prepare() throws IOException {
        boolean manyIds = nextId.getAsLong() - writer.nextIdOfSegment() > MessageIds.LEAP / 2;
        if (writer.isFull() || manyIds && !writer.isEmpty()) {
            finishSegment();
            writer.roll(nextId.getAsLong());
        }
        if (writer.isEmpty()) {
            writeHead();
        }
    }

    /** The summary is forced before there is a newer segment: only the newest may have a torn tail. */
    private void finishSegment() throws IOException {
        writer.summarise();
        writer.force();
    }

    private void writeHead() throws IOException {
        SiteRecord sites = paused.get();
        List<Place> places = writer.write(List.of(Append.of(RecordType.SITE, 0, sites::encode, Append.NOTHING)));
        writer.force();
        writer.note(new Fact.Paused(places.get(0), sites.paused()));
    }

    /** A write that failed, most likely for want of room, left nothing behind if it can be cut off. */
    private void takeBack(List<Append> group, IOException cause) {
        LOG.warn("cannot write {} records to the spool: {}", group.size(), cause.toString());
        try {
            writer.rewind();
            fail(group, new QueueException(QueueException.Reason.FULL, "cannot write: " + cause.getMessage(), cause));
        } catch (IOException e) {
            e.addSuppressed(cause);
            fault("the spool could not take back a failed write", e);
            fail(group, new QueueException(QueueException.Reason.FAILED, "cannot write", e));
        }
    }

    private void fault(String what, Exception cause) {
        // The operator is told in a line: where in the program it was says nothing about the disk.
        LOG.error("{} ({}): no mail is accepted until the next start", what, cause.getMessage());
        failed = true;
        runSafely(onFault);
    }

    private void durable(Append record, Place place) {
        record.then().fact(place).ifPresent(writer::note);
        runSafely(() -> record.then().durable(place));
    }

    private void fail(List<Append> group, QueueException reason) {
        group.forEach(record -> runSafely(() -> record.then().failed(reason)));
    }

    /** One bad continuation must not stop the log. */
    private void runSafely(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the spool's writer failed", e);
        }
    }
}
