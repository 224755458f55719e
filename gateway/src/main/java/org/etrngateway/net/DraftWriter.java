package org.etrngateway.net;

import java.nio.ByteBuffer;
import java.util.OptionalInt;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.QueueException;

/**
 * Drives one draft from a connection's thread: keeps the order of calls that {@link Draft} asks for, and
 * brings its answers, which come on threads of the queue, back to the connection.
 *
 * <p>An append that fails ends the draft: the owner is told so at once, and what it still appends is dropped.
 */
final class DraftWriter {
    private final Draft draft;
    private final Envelope envelope;
    private OptionalInt priority = OptionalInt.empty();
    private final Executor thread;
    private final Owner owner;

    private boolean appending;
    private boolean discarded;
    private boolean failed;
    private boolean suspended;
    private String subject;
    private long sent;

    /** Told what became of the draft, on the connection's thread. */
    interface Owner {
        void appended();

        void committed(DraftWriter writer);

        void notCommitted(DraftWriter writer, QueueException failure);
    }

    DraftWriter(Draft draft, Envelope envelope, Executor thread, Owner owner) {
        this.draft = draft;
        this.envelope = envelope;
        this.thread = thread;
        this.owner = owner;
    }

    Draft draft() {
        return draft;
    }

    Envelope envelope() {
        return envelope;
    }

    /** As {@link org.etrngateway.session.Drafts#head}. */
    boolean head(ByteBuffer bytes) {
        return passed(draft.head(bytes));
    }

    /** As {@link org.etrngateway.session.Drafts#append}. */
    boolean append(ByteBuffer bytes) {
        if (failed) {
            bytes.position(bytes.limit());
            return true;
        }
        return passed(draft.append(bytes));
    }

    private boolean passed(CompletionStage<Void> stage) {
        var future = stage.toCompletableFuture();
        if (future.isDone() && !future.isCompletedExceptionally()) {
            return true;
        }
        appending = true;
        onThread(stage, this::taken);
        return false;
    }

    /** As {@link org.etrngateway.session.Drafts#prioritise}. */
    void prioritise(int named) {
        priority = OptionalInt.of(named);
    }

    /** As {@link org.etrngateway.session.Drafts#commit}. */
    void commit(String messageSubject, long octetsSent) {
        subject = messageSubject;
        sent = octetsSent;
        if (!appending) {
            finish();
        }
    }

    /** As {@link org.etrngateway.session.Drafts#discard}. */
    void discard() {
        discarded = true;
        if (!appending && !failed) {
            draft.discard();
        }
    }

    /** As {@link org.etrngateway.session.Drafts#suspend}. */
    void suspend() {
        suspended = true;
        if (!appending && !failed) {
            draft.suspend();
        }
    }

    private void taken(Throwable error) {
        appending = false;
        if (error != null) {
            failed = true;
            draft.discard();
            owner.notCommitted(this, reason(error));
        } else if (discarded) {
            draft.discard();
        } else if (suspended) {
            draft.suspend();
        } else if (subject != null) {
            finish();
        } else {
            owner.appended();
        }
    }

    private void finish() {
        priority.ifPresent(draft::prioritise);
        onThread(draft.commit(subject, sent), this::committed);
    }

    private void committed(Throwable error) {
        if (error == null) {
            owner.committed(this);
        } else {
            draft.discard();
            owner.notCommitted(this, reason(error));
        }
    }

    private void onThread(CompletionStage<Void> stage, Consumer<Throwable> next) {
        var unused = stage.whenComplete((done, error) -> thread.execute(() -> next.accept(error)));
    }

    /** Why the queue did not do what it was asked. */
    static QueueException reason(Throwable error) {
        Throwable cause = error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
        return cause instanceof QueueException known
                ? known
                : new QueueException(QueueException.Reason.FAILED, "the queue failed: " + cause, cause);
    }
}
