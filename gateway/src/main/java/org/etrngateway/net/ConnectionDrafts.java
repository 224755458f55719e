package org.etrngateway.net;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.session.Drafts;
import org.etrngateway.session.Resumption;
import org.etrngateway.session.ServerSession;

/**
 * The mail that a connection's client sends, on its way into the queue; the queue's answers go to the session of the
 * connection. Belongs to the thread of its channel.
 */
final class ConnectionDrafts implements Drafts, DraftWriter.Owner {
    private final ServerConnection connection;
    private final MailQueue queue;
    private DraftWriter draft;
    private Optional<NamedTransaction> named = Optional.empty();

    ConnectionDrafts(ServerConnection connection, MailQueue queue) {
        this.connection = connection;
        this.queue = queue;
    }

    @Override
    public MessageId open(Envelope envelope, List<Reservation> reservations) {
        return write(
                named.map(it -> it.begin(envelope, reservations)).orElseGet(() -> queue.draft(envelope, reservations)),
                envelope);
    }

    @Override
    public MessageId resume(List<Reservation> reservations) {
        NamedTransaction known = named.orElseThrow();
        return write(known.resume(reservations), known.envelope().orElseThrow());
    }

    private MessageId write(Draft begun, Envelope envelope) {
        draft = new DraftWriter(begun, envelope, connection.thread(), this);
        return begun.id();
    }

    @Override
    public void takeUp(TransactionName name) {
        leave(false);
        var unused = queue.takeUp(name, () -> connection.thread().execute(connection::cut))
                .whenComplete((taken, failure) -> connection.thread().execute(() -> takenUp(taken, failure)));
    }

    private void takenUp(NamedTransaction taken, Throwable failure) {
        if (failure != null) {
            connection.resume(
                    session -> session.notTakenUp(DraftWriter.reason(failure).reason()));
        } else if (connection.isClosing()) {
            taken.close();
        } else {
            named = Optional.of(taken);
            Resumption found = new Resumption(taken.envelope(), taken.isComplete(), taken.kept(), taken.head());
            connection.resume(session -> session.takenUp(found));
        }
    }

    @Override
    public void leave(boolean forget) {
        if (forget) {
            named.ifPresent(NamedTransaction::forget);
        }
        named.ifPresent(NamedTransaction::close);
        named = Optional.empty();
    }

    @Override
    public boolean head(ByteBuffer bytes) {
        return draft.head(bytes);
    }

    @Override
    public boolean append(ByteBuffer bytes) {
        return draft.append(bytes);
    }

    @Override
    public void prioritise(int priority) {
        draft.prioritise(priority);
    }

    @Override
    public void commit(String subject, long sent) {
        draft.commit(subject, sent);
    }

    @Override
    public void discard() {
        draft.discard();
    }

    @Override
    public void suspend() {
        draft.suspend();
    }

    @Override
    public void appended() {
        connection.resume(ServerSession::appended);
    }

    @Override
    public void committed(DraftWriter writer) {
        SessionLog.accepted(writer.draft(), writer.envelope(), connection.client(), connection.identity());
        connection.resume(ServerSession::committed);
    }

    @Override
    public void notCommitted(DraftWriter writer, QueueException failure) {
        SessionLog.notAccepted(writer.draft(), connection.client(), failure);
        connection.resume(session -> session.notCommitted(failure.reason()));
    }
}
