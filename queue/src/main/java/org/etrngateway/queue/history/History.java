package org.etrngateway.queue.history;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryPage.Numbered;
import org.etrngateway.queue.history.Period.Span;

/**
 * Keeps what happened to sites: each event, their sums by the hour and by the day, and when a site was heard last.
 * Events are written soon after {@link #record}, by a thread of its own that also opens the
 * database, so that nobody waits for the disk: a crash may forget those of the last moment. If the database fails, that is
 * logged, mail goes on, and what happens meanwhile is not kept. Thread-safe.
 */
public final class History implements AutoCloseable {
    private static final Logger LOG = System.getLogger(History.class.getName());

    /** Tasks that may wait to be written; beyond that they are dropped and counted. */
    private static final int MOST_WAITING = 10_000;

    private static final int BATCH = 1_000;
    private static final List<String> SCHEMA = Stream.of(EntryTable.SCHEMA, FiguresTable.SCHEMA, ContactTable.SCHEMA)
            .flatMap(List::stream)
            .toList();

    /** The last task: what waits behind it is not written. */
    @SuppressWarnings("UnnecessaryLambda") // known by its identity
    private static final Consumer<Batch> END = batch -> {};

    private final Path folder;
    private final ZoneId zone;
    private final BlockingQueue<Consumer<Batch>> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Map<SiteName, Contact> contacts = new ConcurrentHashMap<>();
    private final Thread writer = new Thread(this::write, "history");
    private final AtomicLong changes = new AtomicLong();
    private volatile Optional<Database> database = Optional.empty();
    private long dropped;
    private boolean failed;

    private History(Path folder, ZoneId zone) {
        this.folder = folder;
        this.zone = zone;
    }

    /**
     * Opens what is in a folder, or begins anew; returns before that is done.
     *
     * @param folder that of the data, which exists
     */
    public static History in(Path folder) {
        return in(folder, ZoneId.systemDefault());
    }

    /**
     * @param zone in which days begin
     */
    static History in(Path folder, ZoneId zone) {
        History history = new History(folder, zone);
        history.writer.setDaemon(true);
        history.writer.start();
        return history;
    }

    /** Keeps an entry, and counts it; never waits. */
    public void record(HistoryEntry entry) {
        boolean contact = entry.isContact();
        if (contact) {
            boolean unused = note(entry.site(), new Contact(entry.at(), Optional.of(entry.at())));
        }
        later(batch -> {
            batch.entry(entry);
            if (contact) {
                batch.heard(entry.site());
            }
        });
    }

    /** Adds to the figures of sites for the hour and the day of an instant; never waits. */
    public void count(Map<SiteName, Figures> more, Instant at) {
        later(batch -> more.forEach((site, figures) -> batch.figures(site, at, figures)));
    }

    /** There are these sites now; never waits. */
    public void know(Collection<SiteName> sites, Instant now) {
        // Behind the opening of the database, so that those it knows are left as they are.
        later(batch -> sites.stream()
                .filter(site -> note(site, new Contact(now, Optional.empty())))
                .forEach(batch::heard));
    }

    /** True if that was news. */
    private boolean note(SiteName site, Contact contact) {
        Optional<Contact> before = Optional.ofNullable(contacts.get(site));
        return !before.equals(Optional.of(contacts.merge(site, contact, Contact::and)));
    }

    private void later(Consumer<Batch> task) {
        if (!waiting.offer(task)) {
            drop();
        }
    }

    private synchronized void drop() {
        if (dropped++ == 0) {
            LOG.log(Level.WARNING, "more happens than the history can be written: entries are dropped");
        }
    }

    /**
     * When sites were heard; memory only. Until the database is open, which it is soon after {@link #know}, what an
     * earlier run wrote is missing: see {@link #isOpen}.
     */
    public Optional<Contact> contact(SiteName site) {
        return Optional.ofNullable(contacts.get(site));
    }

    /** True once what earlier runs wrote is known. */
    public boolean isOpen() {
        return database.isPresent();
    }

    /**
     * Reads entries of every kind, as {@link #page(Optional, Optional, OptionalLong, int)}.
     *
     * @throws HistoryException if the database cannot be read
     */
    public HistoryPage page(Optional<SiteName> site, OptionalLong before, int limit) {
        return page(site, Optional.empty(), before, limit);
    }

    /**
     * Reads entries, the latest first; may block on the disk.
     *
     * @param site only this one's; empty: all
     * @param kind only these; empty: all
     * @param before only those behind this key, from {@link HistoryPage#next}
     * @param limit 1 or more
     * @throws HistoryException if the database cannot be read
     */
    public HistoryPage page(Optional<SiteName> site, Optional<HistoryEntry.Kind> kind, OptionalLong before, int limit) {
        return open().with(connection -> EntryTable.page(connection, site, kind, before, limit));
    }

    /**
     * Reads entries behind one of them, the earliest first; may block on the disk.
     *
     * @param site only this one's; empty: all
     * @param number of an entry, or 0
     * @param limit 1 or more
     * @throws HistoryException if the database cannot be read
     */
    public List<Numbered> after(Optional<SiteName> site, long number, int limit) {
        return open().with(connection -> EntryTable.after(connection, site, number, limit));
    }

    /**
     * The number of the latest entry, 0 if there is none; may block on the disk.
     *
     * @throws HistoryException if the database cannot be read
     */
    public long end() {
        return open().with(EntryTable::end);
    }

    /** Another number each time when entries were written, which then are there to be read; memory only. */
    public long changes() {
        return changes.get();
    }

    /**
     * Reads figures, those of the latest period first; periods in which nothing happened are left out. May block on the
     * disk.
     *
     * @param site only this one's; empty: of all together
     * @param limit 1 or more
     * @throws HistoryException if the database cannot be read
     */
    public List<Period> statistics(Optional<SiteName> site, Span span, int limit) {
        return open().with(connection -> FiguresTable.read(connection, site, span, limit));
    }

    /**
     * Forgets what happened before an instant; may block on the disk.
     *
     * @return how many entries that were
     * @throws HistoryException if the database cannot be written
     */
    public int forget(Instant before) {
        return open().change(connection -> EntryTable.forget(connection, before));
    }

    /**
     * Forgets the figures of periods that are kept no longer at an instant; may block on the disk.
     *
     * @throws HistoryException if the database cannot be written
     */
    public void forgetFigures(Instant now) {
        int rows = open().change(connection -> {
            int gone = 0;
            for (Span span : Span.values()) {
                gone += FiguresTable.forget(connection, span, now.minus(span.kept()));
            }
            return gone;
        });
        LOG.log(Level.DEBUG, "{0} rows of old figures are gone", rows);
    }

    private synchronized Database open() {
        if (database.isEmpty()) {
            Database opened = Database.open(folder, SCHEMA);
            opened.with(ContactTable::read).forEach((site, contact) -> contacts.merge(site, contact, Contact::and));
            database = Optional.of(opened);
        }
        return database.get();
    }

    private void write() {
        boolean ended = false;
        while (!ended) {
            List<Consumer<Batch>> tasks = take();
            ended = tasks.isEmpty() || tasks.contains(END);
            try {
                write(tasks);
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
    }

    /** Waits for tasks and takes what is there; none if it was told to end at once. */
    private List<Consumer<Batch>> take() {
        List<Consumer<Batch>> tasks = new ArrayList<>();
        try {
            tasks.add(waiting.take());
            waiting.drainTo(tasks, BATCH);
        } catch (InterruptedException e) {
            tasks.clear();
        }
        return tasks;
    }

    private void write(List<Consumer<Batch>> tasks) {
        Database opened = open();
        Batch batch = new Batch(zone);
        tasks.stream().takeWhile(task -> task != END).forEach(task -> task.accept(batch));
        if (!batch.isEmpty()) {
            opened.change(connection -> {
                batch.write(connection, contacts);
                return null;
            });
            changes.incrementAndGet();
        }
    }

    /** Writes what was recorded before, and closes the database. */
    @Override
    public void close() {
        try {
            waiting.put(END);
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        synchronized (this) {
            database.ifPresent(Database::close);
        }
    }
}
