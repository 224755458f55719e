package org.etrngateway.queue.history;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.etrngateway.address.SiteName;

/**
 * Keeps what happened to sites. Entries are written soon after {@link #record}, by a thread of its own that also opens the
 * database, so that nobody waits for the disk: a crash may forget those of the last moment. If the database fails, that is
 * logged, mail goes on, and what happens meanwhile is not kept. Thread-safe.
 */
public final class History implements AutoCloseable {
    private static final Logger LOG = System.getLogger(History.class.getName());

    /** Entries that may wait to be written; beyond that they are dropped and counted. */
    private static final int MOST_WAITING = 10_000;

    private static final int BATCH = 1_000;

    private final Path folder;
    private final BlockingQueue<Task> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Thread writer = new Thread(this::write, "history");
    private Optional<HistoryTable> table = Optional.empty();
    private long dropped;
    private boolean failed;

    /** Either an entry to be kept, or the end: what waits behind that is not written. */
    private record Task(Optional<HistoryEntry> entry) {
        static final Task END = new Task(Optional.empty());
    }

    private History(Path folder) {
        this.folder = folder;
    }

    /**
     * Opens what is in a folder, or begins anew; returns before that is done.
     *
     * @param folder that of the data, which exists
     */
    public static History in(Path folder) {
        History history = new History(folder);
        history.writer.setDaemon(true);
        history.writer.start();
        return history;
    }

    /** Keeps an entry; never waits. */
    public void record(HistoryEntry entry) {
        if (!waiting.offer(new Task(Optional.of(entry)))) {
            drop();
        }
    }

    private synchronized void drop() {
        if (dropped++ == 0) {
            LOG.log(Level.WARNING, "more happens than the history can be written: entries are dropped");
        }
    }

    /**
     * Reads entries, the latest first; may block on the disk.
     *
     * @param site only this one's; empty: all
     * @param before only those behind this key, from {@link HistoryPage#next}
     * @param limit 1 or more
     * @throws HistoryException if the database cannot be read
     */
    public HistoryPage page(Optional<SiteName> site, OptionalLong before, int limit) {
        return open().page(site, before, limit);
    }

    /**
     * Forgets what happened before an instant; may block on the disk.
     *
     * @return how many entries that were
     * @throws HistoryException if the database cannot be written
     */
    public int forget(Instant before) {
        return open().forget(before);
    }

    private synchronized HistoryTable open() {
        if (table.isEmpty()) {
            table = Optional.of(HistoryTable.open(folder));
        }
        return table.get();
    }

    private void write() {
        List<HistoryEntry> batch = new ArrayList<>();
        boolean ended = false;
        while (!ended) {
            ended = take(batch);
            write(batch);
            batch.clear();
        }
    }

    /** Waits for entries and takes what is there; true if it was told to end. */
    private boolean take(List<HistoryEntry> batch) {
        List<Task> tasks = new ArrayList<>();
        try {
            tasks.add(waiting.take());
        } catch (InterruptedException e) {
            return true;
        }
        waiting.drainTo(tasks, BATCH);
        for (Task task : tasks) {
            if (task.entry().isEmpty()) {
                return true;
            }
            batch.add(task.entry().get());
        }
        return false;
    }

    private void write(List<HistoryEntry> batch) {
        try {
            open().write(batch);
            failed = false;
        } catch (HistoryException e) {
            if (!failed) {
                failed = true;
                LOG.log(
                        Level.ERROR,
                        "the history cannot be written, and what happens is not kept: {0}",
                        e.getMessage());
            }
        }
    }

    /** Writes what was recorded before, and closes the database. */
    @Override
    public void close() {
        try {
            waiting.put(Task.END);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            table.ifPresent(HistoryTable::close);
        }
    }
}
