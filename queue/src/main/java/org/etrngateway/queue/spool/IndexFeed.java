package org.etrngateway.queue.spool;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.IndexException;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings what memory knows into the rows, in batches, behind the log. If the index fails it is given up
 * until the next start: memory keeps all that is new, and no 250 is touched. Thread-safe.
 */
final class IndexFeed implements AutoCloseable, Throttle {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFeed.class);
    private static final int BATCH = 2000;
    private static final int MOST_BEHIND = 20_000;
    private static final int TICK_MILLIS = 1000;
    private static final long TICK_NANOS = TICK_MILLIS * 1_000_000L;

    private final Holdings holdings;
    private final UnitIndex index;
    private final Upkeep upkeep;
    private final ReadWriteLock views = new ReentrantReadWriteLock();
    private final Thread thread = new Thread(this::run, "spool-index");
    private final Object lock = new Object();
    private boolean awake;
    private boolean closed;
    private Optional<Checkpoints> checkpoints = Optional.empty();
    private Runnable moves = () -> {};
    private long lastTick = System.nanoTime() - TICK_NANOS;
    private volatile boolean stale;

    IndexFeed(Holdings holdings, UnitIndex index, Upkeep upkeep) {
        this.holdings = holdings;
        this.index = index;
        this.upkeep = upkeep;
        thread.setDaemon(true);
    }

    /**
     * Begins to write rows, and with a checkpoint.
     *
     * @param movesThatWaited moves units that were leased when they were to move; run now and then
     */
    void start(Checkpoints taker, Runnable movesThatWaited) {
        moves = movesThatWaited;
        checkpoints = Optional.of(taker);
        taker.begin();
        thread.start();
    }

    /** Says that there is something to write. */
    void wake() {
        synchronized (lock) {
            if (!awake) {
                awake = true;
                lock.notifyAll();
            }
        }
    }

    /** True if the index was given up. */
    boolean isStale() {
        return stale;
    }

    @Override
    public void await() {
        synchronized (lock) {
            while (!stale && !closed && holdings.behind() > MOST_BEHIND) {
                Threads.await(lock, TICK_MILLIS);
            }
        }
    }

    /**
     * Looks at rows and memory in one view: no row that is read here becomes wrong, by way of an entry
     * leaving the overlay, before the work is done.
     *
     * @param work gets no index if it is stale; called again without one if it fails under the work
     */
    <T> T view(Function<Optional<UnitIndex>, T> work) {
        views.readLock().lock();
        try {
            return work.apply(stale ? Optional.empty() : Optional.of(index));
        } catch (IndexException e) {
            giveUp(e);
            return work.apply(Optional.empty());
        } finally {
            views.readLock().unlock();
        }
    }

    private void run() {
        while (true) {
            synchronized (lock) {
                if (!awake && !closed) {
                    Threads.await(lock, TICK_MILLIS);
                }
                awake = false;
                if (closed) {
                    return;
                }
            }
            turn();
        }
    }

    private void turn() {
        try {
            do {
                checkpoints.orElseThrow().step(stale);
                lookAround();
            } while (writeBatch() && tellWaiters());
        } catch (IndexException e) {
            giveUp(e);
        } catch (RuntimeException e) {
            LOG.error("the upkeep of the spool failed", e);
        }
    }

    /** Under steady load there is always one more batch: what is done now and then is done in between. */
    private void lookAround() {
        long now = System.nanoTime();
        if (now - lastTick >= TICK_NANOS) {
            lastTick = now;
            upkeep.look();
            moves.run();
            if (!stale) {
                upkeep.tidy();
            }
        }
    }

    /** False if nothing more is to be written here. */
    private boolean tellWaiters() {
        synchronized (lock) {
            lock.notifyAll();
            return !closed;
        }
    }

    /** Brings all that memory knows into the rows. */
    void flush() {
        while (writeBatch()) {
            // until nothing is left
        }
    }

    private synchronized boolean writeBatch() {
        List<Change> changes = stale ? List.of() : holdings.takeChanges(BATCH);
        if (changes.isEmpty()) {
            return false;
        }
        index.write(changes);
        views.writeLock().lock();
        try {
            holdings.written(changes);
        } finally {
            views.writeLock().unlock();
        }
        return true;
    }

    private void giveUp(IndexException cause) {
        if (!stale) {
            stale = true;
            LOG.error("the index has failed; units it holds wait for the next start, which rebuilds it", cause);
        }
        wake();
    }

    /** Stops the thread and writes what is left; true if the rows are complete then. */
    boolean finish() {
        close();
        try {
            flush();
            if (!stale) {
                upkeep.tidy();
            }
        } catch (IndexException e) {
            giveUp(e);
        }
        if (stale) {
            checkpoints.ifPresent(it -> it.step(true));
        }
        return !stale;
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
}
