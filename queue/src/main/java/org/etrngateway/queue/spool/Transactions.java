package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The named transactions: which there are, who has one open, and which go when there are too many. All of it, and
 * every file, belongs to one thread; the methods that other threads may call say so.
 */
final class Transactions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);
    private static final Duration SWEEP = Duration.ofHours(1);
    private static final Comparator<TransactionFile> FIRST_TO_GO =
            Comparator.comparing(TransactionFile::isComplete).thenComparing(TransactionFile::touched);

    private final Disk disk;
    private final Path folder;
    private final SpoolSettings.Named bounds;
    private final Clock clock;
    private final Segments segments;
    private final Map<TransactionName, TransactionFile> kept = new HashMap<>();
    private final Map<TransactionName, TransactionSession> open = new HashMap<>();
    private final ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, task -> {
        Thread made = new Thread(task, "spool-transactions");
        made.setDaemon(true);
        return made;
    });

    private Transactions(Disk disk, SpoolSettings settings, Clock clock, Segments segments) {
        this.disk = disk;
        this.folder = settings.transactions();
        this.bounds = settings.named();
        this.clock = clock;
        this.segments = segments;
    }

    /** Reads what is there, after the segments were recovered and before one of them can go. */
    static Transactions open(Disk disk, SpoolSettings settings, Clock clock, Segments segments) throws IOException {
        Transactions result = new Transactions(disk, settings, clock, segments);
        for (Path file : disk.list(result.folder)) {
            result.read(file);
        }
        result.tidy();
        var unused = result.thread.scheduleWithFixedDelay(
                () -> result.guarded(result::tidy), SWEEP.toSeconds(), SWEEP.toSeconds(), TimeUnit.SECONDS);
        return result;
    }

    private void read(Path path) throws IOException {
        Optional<TransactionFile> found = Optional.empty();
        try {
            found = path.toString().endsWith(TransactionFile.NEW) ? found : TransactionFile.read(disk, path);
        } catch (DamagedException | IllegalArgumentException e) {
            LOG.warn("{} makes no sense and is dropped, its client sends all again: {}", path, e.getMessage());
        }
        if (found.isEmpty()) {
            disk.delete(path);
            return;
        }
        TransactionFile file = found.get();
        if (!file.isComplete()
                && file.commit().isPresent()
                && isCommitted(file.commit().get())) {
            file.completes(clock.instant());
        }
        kept.put(file.name(), file);
    }

    /** Asks the log; it is seldom asked, for only a crash leaves a commit of which the end is not noted. */
    private boolean isCommitted(TransactionFile.Commit commit) throws IOException {
        KnownId known = new KnownId(commit.id());
        for (Segment segment : segments.all()) {
            if (segment.header().number() >= commit.segment()) {
                SegmentFacts.tell(segment, known, (from, to, why) -> {});
                segment.file().rest();
            }
        }
        return known.isMet();
    }

    /** As {@link MailQueue#takeUp}; from any thread. */
    CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost, Reception reception) {
        CompletableFuture<NamedTransaction> taken = new CompletableFuture<>();
        boolean accepted = run(() -> takeUp(name, new TransactionSession(this, name, lost, reception), taken));
        if (!accepted) {
            taken.completeExceptionally(new QueueException(QueueException.Reason.FAILED, "the spool is closed"));
        }
        return taken.minimalCompletionStage();
    }

    private void takeUp(TransactionName name, TransactionSession session, CompletableFuture<NamedTransaction> taken) {
        tidy();
        CompletableFuture<Void> free = Optional.ofNullable(open.put(name, session))
                .map(TransactionSession::lose)
                .orElseGet(() -> CompletableFuture.completedFuture(null));
        session.waitFor(free);
        var unused = free.whenComplete((done, failure) -> {
            Optional<QueueException> refusal = session.show(Optional.ofNullable(kept.get(name)));
            refusal.ifPresentOrElse(taken::completeExceptionally, () -> taken.complete(session));
        });
    }

    /** A session is done with a transaction. */
    void release(TransactionName name, TransactionSession session) {
        open.remove(name, session);
        Optional.ofNullable(kept.get(name)).ifPresent(file -> quietly(file::close, "cannot be closed"));
        tidy();
    }

    /** Begins a transaction anew. */
    TransactionFile begin(TransactionName name, Envelope envelope) {
        drop(name);
        TransactionFile file = TransactionFile.begin(disk, path(name), name, envelope, now());
        kept.put(name, file);
        return file;
    }

    Optional<TransactionFile> find(TransactionName name) {
        return Optional.ofNullable(kept.get(name));
    }

    /** Forgets a transaction. */
    void drop(TransactionName name) {
        Optional.ofNullable(kept.remove(name)).ifPresent(file -> quietly(file::delete, "cannot be deleted"));
    }

    Instant now() {
        return clock.instant();
    }

    long newestSegment() {
        return segments.newest();
    }

    /** Lets go what is too old, and what is too much; what a session has open stays. */
    void tidy() {
        Instant old = now().minus(Duration.ofHours(MailQueue.NAMED_HOURS));
        kept.values().stream()
                .filter(file -> !file.touched().isAfter(old) && !open.containsKey(file.name()))
                .map(TransactionFile::name)
                .toList()
                .forEach(this::drop);
        for (Optional<TransactionFile> next = tooMuch(); next.isPresent(); next = tooMuch()) {
            LOG.info("the transaction {} is dropped to make room", next.get().name());
            drop(next.get().name());
        }
    }

    private Optional<TransactionFile> tooMuch() {
        long bytes = kept.values().stream().mapToLong(TransactionFile::length).sum();
        if (kept.size() <= bounds.number() && bytes <= bounds.bytes()) {
            return Optional.empty();
        }
        return kept.values().stream()
                .filter(file -> !open.containsKey(file.name()))
                .min(FIRST_TO_GO);
    }

    /** Runs a task on the thread; false if there will be no more of them. From any thread. */
    boolean run(Runnable task) {
        try {
            thread.execute(() -> guarded(task));
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** Runs a task on the thread, later. From any thread. */
    void later(Duration delay, Runnable task) {
        try {
            var unused = thread.schedule(() -> guarded(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("the spool is closed");
        }
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a task of the named transactions failed", e);
        }
    }

    /** What fails here costs room, or a message sent again, and nothing that was promised. */
    void quietly(DiskTask task, String what) {
        try {
            task.run();
        } catch (IOException e) {
            LOG.warn("a named transaction {}: {}", what, e.toString());
        }
    }

    /** Something to be done to a file. */
    @FunctionalInterface
    interface DiskTask {
        void run() throws IOException;
    }

    private Path path(TransactionName name) {
        String key = String.join("\0", name.client(), name.hello(), name.transId());
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Keeps what sessions have open, waits for commits under way, and ends. */
    @Override
    public void close() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        run(() -> {
            var unused = CompletableFuture.allOf(
                            open.values().stream().map(TransactionSession::lose).toArray(CompletableFuture[]::new))
                    .whenComplete((all, failure) -> done.complete(null));
        });
        try {
            done.get(1, TimeUnit.MINUTES);
        } catch (TimeoutException | ExecutionException e) {
            LOG.warn("named transactions are still being written");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // What waits for its time has nothing to do any more; nobody is interrupted, for that would close a file.
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        thread.shutdown();
    }
}
