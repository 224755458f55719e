package org.etrngateway.queue.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;

/**
 * A draft of a named transaction. What comes goes to the {@link TransactionFile}; at the commit it is poured into an
 * ordinary draft, so that a client that comes again and again costs no more than what it sends. The file belongs to
 * the thread of {@link Transactions}; what waits for it is guarded by the draft.
 */
final class TransactionDraft implements Draft {
    /** Octets that are forced at once, and how long fewer of them may wait. */
    private static final int FORCE = 256 << 10;

    private static final Duration WAIT = Duration.ofSeconds(2);

    /** Octets that are written at once. */
    private static final int CHUNK = 64 << 10;

    /** Above so many octets that are not written, whoever appends waits. */
    private static final int HIGH = 512 << 10;

    private final Transactions transactions;
    private final TransactionName name;
    private final Envelope envelope;
    private final long from;
    private final Reception reception;
    private final Draft inner;
    /** Completes when the draft has met its end, and the file is nobody's. */
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private Optional<QueueException> failure = Optional.empty();
    private boolean over;
    private boolean timed;
    private long size;

    private Optional<TransactionFile> file = Optional.empty();
    private long unforced;
    private boolean committing;

    /**
     * @param from octets of content that are kept already; 0 begins anew
     */
    TransactionDraft(
            Transactions transactions,
            TransactionName name,
            Envelope envelope,
            long from,
            Reception reception,
            List<Reservation> reservations) {
        this.transactions = transactions;
        this.name = name;
        this.envelope = envelope;
        this.from = from;
        this.reception = reception;
        this.inner = reception.draft(envelope, reservations);
        this.size = from;
    }

    @Override
    public MessageId id() {
        return inner.id();
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized CompletionStage<Void> head(ByteBuffer bytes) {
        byte[] octets = new byte[bytes.remaining()];
        bytes.get(octets);
        size += octets.length;
        transactions.run(() -> {
            if (!ended.isDone()) {
                var unused = inner.append(ByteBuffer.wrap(octets));
            }
        });
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public synchronized CompletionStage<Void> append(ByteBuffer bytes) {
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        checkOpen();
        byte[] octets = new byte[bytes.remaining()];
        bytes.get(octets);
        size += octets.length;
        waiting.writeBytes(octets);
        if (!timed) {
            timed = true;
            transactions.later(WAIT, this::settle);
        }
        if (waiting.size() >= CHUNK) {
            transactions.run(() -> write(false));
        }
        if (waiting.size() > HIGH && room.isDone()) {
            room = new CompletableFuture<>();
        }
        return room;
    }

    @Override
    public void prioritise(int priority) {
        inner.prioritise(priority);
    }

    @Override
    public CompletionStage<Void> commit(String subject) {
        throw new IllegalStateException("a named transaction must know how much its client has sent");
    }

    @Override
    public CompletionStage<Void> commit(String subject, long sent) {
        finish();
        CompletableFuture<Void> done = new CompletableFuture<>();
        go(() -> commit(subject, sent, done), done);
        return done;
    }

    @Override
    public void discard() {
        if (!isOver()) {
            finish();
            transactions.run(() -> {
                if (!ended.isDone()) {
                    transactions.drop(name);
                    end();
                }
            });
        }
    }

    @Override
    public void suspend() {
        if (!isOver()) {
            finish();
            transactions.run(this::keep);
        }
    }

    private synchronized boolean isOver() {
        return over;
    }

    private synchronized void finish() {
        checkOpen();
        over = true;
    }

    private void checkOpen() {
        if (over) {
            throw new IllegalStateException("the draft was committed or discarded");
        }
    }

    // From here on: on the thread of the transactions.

    void open() {
        try {
            TransactionFile opened = from == 0
                    ? transactions.begin(name, envelope)
                    : transactions.find(name).orElseThrow();
            opened.cut(from);
            file = Optional.of(opened);
        } catch (IOException e) {
            fail(e, QueueException.Reason.FAILED);
        }
    }

    /** The session has lost it, or is done: what came is kept; completes when it is, or when a commit has ended. */
    CompletableFuture<Void> lose() {
        synchronized (this) {
            failure = failure.or(() -> Optional.of(
                    new QueueException(QueueException.Reason.FAILED, "another session has taken up the transaction")));
        }
        if (!committing) {
            keep();
        }
        return ended;
    }

    private void keep() {
        if (!ended.isDone()) {
            write(true);
            end();
        }
    }

    private void settle() {
        synchronized (this) {
            timed = false;
        }
        if (!ended.isDone() && !committing) {
            write(true);
        }
    }

    /** Writes what waits, and forces it if it is enough or asked for. */
    private void write(boolean force) {
        if (file.isEmpty() || committing) {
            return;
        }
        ByteBuffer octets = take();
        unforced += octets.remaining();
        try {
            file.get().append(octets, transactions.now());
        } catch (IOException e) {
            // A write that fails found no room.
            fail(e, QueueException.Reason.FULL);
            return;
        }
        if (force || unforced >= FORCE) {
            force(file.get());
        }
        transactions.tidy();
    }

    private void force(TransactionFile to) {
        try {
            if (unforced > 0) {
                to.force();
            }
            unforced = 0;
        } catch (IOException e) {
            fail(e, QueueException.Reason.FAILED);
        }
    }

    private ByteBuffer take() {
        ByteBuffer octets;
        CompletableFuture<Void> free;
        synchronized (this) {
            octets = ByteBuffer.wrap(waiting.toByteArray());
            waiting = new ByteArrayOutputStream();
            free = room;
        }
        free.complete(null);
        return octets;
    }

    private void fail(IOException cause, QueueException.Reason why) {
        QueueException reason =
                new QueueException(why, "cannot keep what a transaction sent: " + cause.getMessage(), cause);
        CompletableFuture<Void> waits;
        synchronized (this) {
            failure = failure.or(() -> Optional.of(reason));
            waits = room;
        }
        reception.failed(reason);
        transactions.drop(name);
        end();
        waits.completeExceptionally(reason);
    }

    private void end() {
        file = Optional.empty();
        inner.discard();
        ended.complete(null);
    }

    private void commit(String subject, long sent, CompletableFuture<Void> done) {
        write(false);
        Optional<QueueException> known;
        synchronized (this) {
            known = failure;
        }
        if (known.isPresent() || file.isEmpty()) {
            done.completeExceptionally(
                    known.orElseGet(() -> new QueueException(QueueException.Reason.FAILED, "the draft has ended")));
            return;
        }
        committing = true;
        TransactionFile source = file.get();
        var unused = noted(source, sent)
                .thenCompose(ok -> inner.commit(subject))
                .whenComplete((ok, fault) -> go(() -> committed(source, fault, done), done));
    }

    /** Notes the commit, and gives the content to the ordinary draft. */
    private CompletableFuture<Void> noted(TransactionFile source, long sent) {
        CompletableFuture<Void> poured = new CompletableFuture<>();
        QueueException.Reason why = QueueException.Reason.FULL;
        try {
            long segment = transactions.newestSegment();
            source.tries(new TransactionFile.Commit(inner.id().value(), segment, sent), transactions.now());
            why = QueueException.Reason.FAILED;
            source.force();
            pour(source, 0, poured);
        } catch (IOException e) {
            QueueException reason = new QueueException(why, "cannot note a commit: " + e.getMessage(), e);
            reception.failed(reason);
            poured.completeExceptionally(reason);
        }
        return poured;
    }

    private void pour(TransactionFile source, long offset, CompletableFuture<Void> poured) {
        try {
            ByteBuffer piece = source.read(offset);
            long next = offset + piece.remaining();
            if (next == offset) {
                poured.complete(null);
                return;
            }
            var unused = inner.append(piece).whenComplete((ok, fault) -> {
                if (fault == null) {
                    go(() -> pour(source, next, poured), poured);
                } else {
                    poured.completeExceptionally(fault);
                }
            });
        } catch (IOException e) {
            QueueException.Reason why = QueueException.Reason.FAILED;
            poured.completeExceptionally(new QueueException(why, "cannot read what was sent: " + e.getMessage(), e));
        }
    }

    /** Goes on with a task on the thread of the transactions; where that has ended, so has this. */
    private void go(Runnable task, CompletableFuture<Void> waiting) {
        if (!transactions.run(task)) {
            waiting.completeExceptionally(new QueueException(QueueException.Reason.FAILED, "the spool is closed"));
        }
    }

    private void committed(TransactionFile source, Throwable fault, CompletableFuture<Void> done) {
        committing = false;
        if (fault == null) {
            transactions.quietly(() -> source.completes(transactions.now()), "is complete, which cannot be noted");
        }
        end();
        transactions.tidy();
        if (fault == null) {
            done.complete(null);
        } else {
            done.completeExceptionally(fault instanceof CompletionException ? fault.getCause() : fault);
        }
    }
}
