package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.smtp.BdatReader;
import org.etrngateway.smtp.BodyReader;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.DataReader;
import org.etrngateway.smtp.Reply;

/**
 * The mail that a session takes in, one transaction at a time (RFC 5321 §3.3), from MAIL to what is said of its content.
 * The envelope grows in a {@link Transaction}, the content passes an {@link Incoming}. Belongs to one thread.
 */
final class Intake {
    /** Octets of content for which the time limit of a data block counts (RFC 5321 §4.5.3.2.5). */
    private static final int BLOCK = 64 * 1024;

    private final ServerProfile profile;
    private final SessionPolicy policy;
    private final ServerActions actions;
    private final Acquaintance client;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<Incoming> incoming = Optional.empty();
    private Optional<MessageId> committing = Optional.empty();
    private BdatReader chunks = new BdatReader(false);
    /** Where the end of the content that comes leads. */
    private ServerState after = ServerState.COMMIT;

    private int accepted;

    Intake(ServerProfile profile, SessionPolicy policy, ServerActions actions, Acquaintance client) {
        this.profile = profile;
        this.policy = policy;
        this.actions = actions;
        this.client = client;
    }

    /** MAIL: where it names its transaction (RFC 1845), what is kept of that is to be found first. */
    Transition mail(Command.Mail command) {
        Optional<Reply> refusal = refusal(command);
        if (refusal.isPresent()) {
            return Transition.to(ServerState.READY, refusal.get());
        }
        Transaction begun = new Transaction(command, profile, policy);
        transaction = Optional.of(begun);
        if (command.transId().isEmpty()) {
            return Transition.to(ServerState.SENDER, begun.taken());
        }
        TransactionName name = new TransactionName(
                policy.identity(), client.name(), command.transId().get());
        return Transition.until(ServerState.RECALL, () -> actions.drafts().takeUp(name));
    }

    private Optional<Reply> refusal(Command.Mail command) {
        if (profile.service().demandsAuth() && !client.isAuthenticated()) {
            return Optional.of(ServerReplies.authenticateFirst());
        }
        if (command.size() > profile.maxSize()) {
            return Optional.of(ServerReplies.tooBig());
        }
        if (accepted >= profile.maxMessages()) {
            return Optional.of(ServerReplies.tooManyMessages());
        }
        return policy.mail(command.sender(), command.size()).or(() -> profile.refusal(command));
    }

    /** What the client sent of the transaction before is known. */
    Transition takenUp(Resumption found) {
        Transaction current = transaction.orElseThrow();
        if (!found.isFor(current.mail().sender())) {
            return Transition.to(ServerState.SENDER, current.taken());
        }
        Optional<Reply> refusal = current.resume(found, policy);
        if (refusal.isPresent()) {
            // What is kept stays: there may be room later.
            leave();
            return Transition.to(ServerState.READY, refusal.get());
        }
        return Transition.to(ServerState.RESUMED, ServerReplies.resume(found.kept()));
    }

    /** It cannot be known. */
    Transition notTakenUp(QueueException.Reason reason) {
        leave();
        return Transition.to(ServerState.READY, ServerReplies.of(reason));
    }

    Reply rcpt(Command.Rcpt command) {
        return transaction.orElseThrow().answer(command, profile.maxRecipients(), policy);
    }

    Transition data() {
        after = ServerState.COMMIT;
        open(new DataReader(profile.normaliseNewlines()));
        return Transition.to(ServerState.DATA, ServerReplies.goOn());
    }

    /** BDAT: its octets come wherever it was said, and are dropped where it may not be (RFC 3030 §2). */
    Transition bdat(Command.Bdat command, ServerState state) {
        if (state == ServerState.RECIPIENTS || state == ServerState.RESUMED) {
            chunks = new BdatReader(profile.normaliseNewlines());
            open(chunks);
        }
        if (incoming.isPresent()) {
            after = command.last() ? ServerState.COMMIT : ServerState.CHUNKS;
            incoming.get().announce(command.size());
        } else {
            after = state;
            chunks = new BdatReader(false);
            Incoming dropped = new Incoming(profile, actions.drafts(), chunks, false);
            dropped.refuse(ServerReplies.outOfOrder(state));
            incoming = Optional.of(dropped);
        }
        chunks.chunk(command);
        return Transition.until(ServerState.CHUNK, () -> {});
    }

    private void open(BodyReader reader) {
        Transaction current = transaction.orElseThrow();
        Drafts drafts = actions.drafts();
        Incoming message = current.incoming(profile, drafts, reader);
        incoming = Optional.of(message);
        if (current.isComplete()) {
            return;
        }
        Envelope envelope = current.envelope(profile.clock().instant());
        MessageId id = current.resumption().isPresent()
                ? drafts.resume(current.takeReservations())
                : drafts.open(envelope, current.takeReservations());
        committing = Optional.of(id);
        if (current.isNamed()) {
            message.name();
        }
        message.begin(client.trace(profile, current).render(id, envelope));
    }

    /** Content comes; where its end leads, or empty if there is more to it. */
    Optional<Transition> content(ByteBuffer input) {
        Incoming message = incoming.orElseThrow();
        if (!message.read(input)) {
            return Optional.empty();
        }
        return Optional.of(after == ServerState.COMMIT ? messageEnd(message) : chunkEnd(message));
    }

    /** Blocks of the content so far for which time is counted anew. */
    long blocks() {
        return incoming.isPresent() ? incoming.get().size() / BLOCK : 0;
    }

    private Transition chunkEnd(Incoming message) {
        if (after != ServerState.CHUNKS) {
            incoming = Optional.empty();
        }
        return Transition.to(
                after, message.refusal().orElse(ServerReplies.ok("2.0.0", message.size() + " octets so far")));
    }

    private Transition messageEnd(Incoming message) {
        if (message.refusal().isPresent()) {
            return finish(message.refusal().get());
        }
        if (transaction.orElseThrow().isComplete()) {
            return finish(ServerReplies.ok("2.0.0", "Accepted before"));
        }
        return Transition.until(ServerState.COMMIT, message::commit);
    }

    Transition committed() {
        accepted++;
        return finish(ServerReplies.ok(
                "2.0.0", "Accepted as " + committing.map(MessageId::toString).orElse("")));
    }

    Transition notCommitted(QueueException.Reason reason) {
        return finish(ServerReplies.of(reason));
    }

    private Transition finish(Reply reply) {
        forget();
        return Transition.to(ServerState.READY, reply);
    }

    /** An append to the draft failed: the client hears of it at the end of the content. */
    void notAppended(QueueException.Reason reason) {
        incoming.ifPresent(message -> message.refuse(ServerReplies.of(reason)));
    }

    /** True while the queue must catch up. */
    boolean mustWait() {
        return incoming.map(Incoming::mustWait).orElse(false);
    }

    void caughtUp() {
        incoming.ifPresent(Incoming::caughtUp);
    }

    /** Forgets transaction and message; a draft under commit is out of reach. */
    void forget() {
        boolean begun = incoming.isPresent();
        incoming.ifPresent(Incoming::discard);
        end(!begun);
    }

    /** The same where the client has not said that it gives the transaction up: what came may be kept. */
    void leave() {
        incoming.ifPresent(Incoming::leave);
        end(false);
    }

    private void end(boolean givenUp) {
        incoming = Optional.empty();
        transaction
                .filter(Transaction::isNamed)
                .ifPresent(named -> actions.drafts().leave(givenUp));
        transaction.ifPresent(Transaction::end);
        transaction = Optional.empty();
    }
}
