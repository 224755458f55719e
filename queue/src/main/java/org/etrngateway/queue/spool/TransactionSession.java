package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;

/**
 * A named transaction in the hands of one session. What it shows is set before the session sees it; its draft is
 * begun on the session's thread, all else belongs to the thread of {@link Transactions}.
 */
final class TransactionSession implements NamedTransaction {
    private final Transactions transactions;
    private final TransactionName name;
    private final Runnable lost;
    private final Reception reception;
    private Optional<Envelope> envelope = Optional.empty();
    private ByteBuffer head = ByteBuffer.allocate(0);
    private boolean complete;
    private long keptOctets;
    private Optional<TransactionDraft> draft = Optional.empty();
    private CompletableFuture<Void> free = CompletableFuture.completedFuture(null);
    private boolean gone;

    TransactionSession(Transactions transactions, TransactionName name, Runnable lost, Reception reception) {
        this.transactions = transactions;
        this.name = name;
        this.lost = lost;
        this.reception = reception;
    }

    /** Who had the transaction before may not be done with it yet. */
    void waitFor(CompletableFuture<Void> stage) {
        free = stage;
    }

    /** Sets what the session sees; why it cannot, or empty. */
    Optional<QueueException> show(Optional<TransactionFile> found) {
        try {
            if (found.isPresent()) {
                show(found.get());
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(new QueueException(
                    QueueException.Reason.FAILED, "a named transaction cannot be read: " + e.getMessage(), e));
        }
    }

    private void show(TransactionFile file) throws IOException {
        complete = file.isComplete();
        keptOctets = complete ? file.commit().orElseThrow().sent() : file.lineStart();
        if (complete || keptOctets > 0) {
            envelope = Optional.of(file.envelope());
        }
        if (!complete && keptOctets > 0) {
            file.assure();
            head = head(file);
        }
    }

    private ByteBuffer head(TransactionFile file) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(HEAD, keptOctets));
        while (octets.hasRemaining()) {
            ByteBuffer piece = file.read(octets.position());
            octets.put(piece.limit(Math.min(piece.limit(), octets.remaining())));
        }
        return octets.flip();
    }

    @Override
    public Optional<Envelope> envelope() {
        return envelope;
    }

    @Override
    public boolean isComplete() {
        return complete;
    }

    @Override
    public long kept() {
        return keptOctets;
    }

    @Override
    public ByteBuffer head() {
        return head.asReadOnlyBuffer();
    }

    @Override
    public Draft begin(Envelope given, List<Reservation> reservations) {
        return open(new TransactionDraft(transactions, name, given, 0, reception, reservations));
    }

    @Override
    public Draft resume(List<Reservation> reservations) {
        if (complete || keptOctets == 0) {
            throw new IllegalStateException("nothing is left to go on with");
        }
        Envelope known = envelope.orElseThrow();
        return open(new TransactionDraft(transactions, name, known, keptOctets, reception, reservations));
    }

    private Draft open(TransactionDraft begun) {
        transactions.run(() -> {
            if (gone) {
                var unused = begun.lose();
            } else {
                draft = Optional.of(begun);
                begun.open();
            }
        });
        return begun;
    }

    /** Another session takes over: completes when this one can do no more to it. */
    CompletableFuture<Void> lose() {
        gone = true;
        lost.run();
        return leave();
    }

    private CompletableFuture<Void> leave() {
        return draft.map(TransactionDraft::lose).orElse(free);
    }

    @Override
    public void forget() {
        transactions.run(() -> {
            if (!gone && !complete) {
                transactions.drop(name);
            }
        });
    }

    @Override
    public void close() {
        transactions.run(() -> {
            if (!gone) {
                gone = true;
                var unused = leave().whenComplete((done, failure) -> transactions.release(name, this));
            }
        });
    }
}
