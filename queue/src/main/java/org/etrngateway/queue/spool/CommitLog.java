package org.etrngateway.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
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

    /** The end of the log; for a task {@linkplain #between between} two groups, and after the close. */
    Place position() {
        return writer.position();
    }

    @Override
    public void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
        Threads.join(thread);
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
        Place start = writer.position();
        try {
            if (writer.isFull() || nextId.getAsLong() - writer.nextIdOfSegment() > MessageIds.LEAP / 2) {
                roll();
                start = writer.position();
            }
            List<Place> places = writer.write(group);
            force();
            for (int i = 0; i < places.size(); i++) {
                durable(group.get(i), places.get(i));
            }
            group.forEach(record -> runSafely(record.then()::complete));
        } catch (UncheckedIOException e) {
            takeBack(group, start, e.getCause());
        } catch (IOException e) {
            takeBack(group, start, e);
        } catch (ForceFailedException | RuntimeException e) {
            fault("the disk could not make records durable", e);
            fail(group, new QueueException(QueueException.Reason.FAILED, "not durable", e));
        }
    }

    private void roll() throws IOException {
        writer.roll(nextId.getAsLong());
        writeHead();
    }

    private void writeHead() throws IOException {
        Append head = Append.of(RecordType.SITE, 0, paused.get().encode(), null);
        writer.write(List.of(head));
    }

    private void force() throws ForceFailedException {
        try {
            writer.force();
        } catch (IOException e) {
            throw new ForceFailedException(e);
        }
    }

    /** A write that failed, most likely for want of room, left nothing behind if it can be cut off. */
    private void takeBack(List<Append> group, Place start, IOException cause) {
        LOG.warn("cannot write {} records to the spool: {}", group.size(), cause.toString());
        try {
            writer.rewind(start);
            fail(group, new QueueException(QueueException.Reason.FULL, "cannot write: " + cause.getMessage(), cause));
        } catch (IOException e) {
            e.addSuppressed(cause);
            fault("the spool could not take back a failed write", e);
            fail(group, new QueueException(QueueException.Reason.FAILED, "cannot write", e));
        }
    }

    private void fault(String what, Exception cause) {
        LOG.error("{}: no mail is accepted until the next start", what, cause);
        failed = true;
        runSafely(onFault);
    }

    private void durable(Append record, Place place) {
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

    /** Tells a failed force from a failed write. */
    private static final class ForceFailedException extends Exception {
        private static final long serialVersionUID = 1L;

        ForceFailedException(IOException cause) {
            super(cause);
        }
    }
}
