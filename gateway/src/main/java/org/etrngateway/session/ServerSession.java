package org.etrngateway.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.smtp.BdatReader;
import org.etrngateway.smtp.BodyReader;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.CommandParser;
import org.etrngateway.smtp.CommandReader;
import org.etrngateway.smtp.DataReader;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.Verb;

/**
 * One SMTP session as the server sees it (RFC 5321). Belongs to one thread.
 *
 * <pre>
 * START       connected                          GREETED, on a trigger listener READY
 * START       input before that                  CLOSED at the greeting, not on a trigger listener
 * GREETED     EHLO, HELO                         READY
 * READY       MAIL taken                         SENDER, with TRANSID RECALL
 * RECALL      takenUp, nothing is kept           SENDER
 * RECALL      takenUp                            RESUMED; READY if it is refused
 * RESUMED     DATA, BDAT                         DATA, CHUNK
 * SENDER      RCPT taken                         RECIPIENTS
 * RECIPIENTS  DATA                               DATA
 * RECIPIENTS  BDAT                               CHUNK
 * CHUNK       its end                            CHUNKS
 * CHUNKS      BDAT                               CHUNK
 * DATA, CHUNK end of the message                 COMMIT; READY if it is refused, or was complete
 * COMMIT      committed, notCommitted            READY
 * any other   BDAT                               CHUNK, dropped and answered 503, and back
 * any         EHLO, HELO, RSET                   READY, a transaction is forgotten
 * READY       STARTTLS                           HANDSHAKE, where implicit TLS begins, too
 * HANDSHAKE   secured                            as after START; with implicit TLS START
 * READY       AUTH                               PROOF
 * PROOF       answered                           LOGIN if more is to be said; else READY
 * LOGIN       a line                             PROOF; READY if the client gives up
 * READY       ATRN                               ASKING
 * ASKING      answered                           TURNED if the roles are swapped; else READY
 * any         QUIT, 421, disconnected            CLOSED
 * </pre>
 *
 * <p>Each command has one reply, in order. Input that may be the body of something refused is never run
 * as commands: see {@link #dropIfBehind}.
 */
public final class ServerSession {
    private static final Logger LOG = System.getLogger(ServerSession.class.getName());

    /** Octets of content for which the time limit of a data block counts (RFC 5321 §4.5.3.2.5). */
    private static final int BLOCK = 64 * 1024;

    private final ServerProfile profile;
    private final SessionPolicy policy;
    private final ServerActions actions;
    private final CommandReader lines;
    private final Dialogue dialogue = new Dialogue();
    private final Acquaintance client;
    private ServerState state;
    private ServerState afterChunk = ServerState.CHUNKS;
    private Optional<Transaction> transaction = Optional.empty();
    private Optional<Incoming> incoming = Optional.empty();
    private Optional<MessageId> committing = Optional.empty();
    private BdatReader chunks = new BdatReader(false);
    private boolean early;
    private boolean behind;
    private boolean stopping;
    private long phase;
    private int errors;
    private int accepted;

    public ServerSession(ServerProfile profile, SessionPolicy policy, ServerActions actions) {
        this.profile = profile;
        this.policy = policy;
        this.actions = actions;
        this.client = new Acquaintance(policy);
        this.lines = new CommandReader(profile.service().isTolerant());
        this.state = profile.tls().isImplicit() ? ServerState.HANDSHAKE : ServerState.START;
    }

    /** The client is there, and where TLS is implicit {@link #secured}: greets it. */
    public void connected() {
        if (early) {
            answer(ServerReplies.tooEarly());
            close();
            return;
        }
        policy.connected();
        begin();
        answer(ServerReplies.greeting(profile));
    }

    /**
     * Takes input: all of it, or up to the point where the session {@linkplain #isWaiting waits}. The
     * caller keeps the rest and gives it again, with what came behind it, when the wait is over. Input
     * that came before {@link #connected} may be given before it: on a trigger listener it is then left
     * with the caller, else the client is sent away.
     */
    public void receive(ByteBuffer input) {
        while (input.hasRemaining() && !isWaiting()) {
            if (state == ServerState.START) {
                early = true;
                input.position(input.limit());
            } else if (state == ServerState.DATA || state == ServerState.CHUNK) {
                content(input);
            } else {
                lines.read(input).ifPresent(line -> command(line, input.hasRemaining()));
            }
        }
    }

    /** True while an answer of the queue, the policy or TLS is due, and once the session has ended. */
    public boolean isWaiting() {
        return switch (state) {
            case RECALL, COMMIT, HANDSHAKE, PROOF, ASKING, TURNED, CLOSED -> true;
            case START -> profile.service().isTolerant();
            default -> incoming.map(Incoming::mustWait).orElse(false);
        };
    }

    /** The queue has caught up after {@link ServerActions#append} was false. */
    public void appended() {
        incoming.ifPresent(Incoming::caughtUp);
    }

    /** What the client sent before is known: all of it that the queue has is durable. */
    public void takenUp(Resumption found) {
        if (state != ServerState.RECALL) {
            return;
        }
        Transaction current = transaction.orElseThrow();
        if (found.isFor(current.mail().sender())) {
            resume(current, found);
        } else {
            enter(ServerState.SENDER);
            answer(current.taken());
        }
    }

    private void resume(Transaction current, Resumption found) {
        Optional<Reply> refusal = current.resume(found, policy);
        if (refusal.isPresent()) {
            // What is kept stays: there may be room later.
            leave();
            enter(ServerState.READY);
        } else {
            enter(ServerState.RESUMED);
        }
        answer(refusal.orElse(ServerReplies.resume(found.kept())));
    }

    /** What the client sent before cannot be known. */
    public void notTakenUp(QueueException.Reason reason) {
        if (state == ServerState.RECALL) {
            leave();
            enter(ServerState.READY);
            answer(ServerReplies.of(reason));
        }
    }

    /** The draft is durable. */
    public void committed() {
        if (state != ServerState.COMMIT) {
            return;
        }
        accepted++;
        finish(ServerReplies.ok(
                "2.0.0", "Accepted as " + committing.map(MessageId::toString).orElse("")));
    }

    /** The draft was not accepted: by the commit, or by an append before it. */
    public void notCommitted(QueueException.Reason reason) {
        Reply reply = ServerReplies.of(reason);
        if (state == ServerState.COMMIT) {
            finish(reply);
        } else {
            incoming.ifPresent(message -> message.refuse(reply));
        }
    }

    /**
     * What the policy says of AUTH or ATRN. If it grants the turn this session is over and nothing that was read is run, the
     * connection goes on in the other role (RFC 2645 §5.3).
     */
    public void answered(Reply reply) {
        if (state == ServerState.PROOF) {
            client.answered(reply);
            enter(reply.isIntermediate() ? ServerState.LOGIN : ServerState.READY);
            answer(reply);
            return;
        }
        if (state != ServerState.ASKING) {
            return;
        }
        enter(reply.isPositive() ? ServerState.TURNED : ServerState.READY);
        answer(reply);
        if (reply.isPositive()) {
            actions.turn();
        }
    }

    /** TLS is up; all that was said before is forgotten (RFC 3207 §4.2). */
    public void secured(Secured facts) {
        if (state != ServerState.HANDSHAKE) {
            return;
        }
        client.secured();
        policy.secured(facts);
        if (profile.tls().isImplicit()) {
            enter(ServerState.START);
        } else {
            begin();
        }
    }

    /** The {@link #timeLimit} of the present {@link #phase} has passed: 421. */
    public void timedOut() {
        if (state == ServerState.HANDSHAKE) {
            close();
        } else if (!isWaiting()) {
            answer(ServerReplies.timedOut());
        }
    }

    /** The server ends: 421 now, or as soon as a pending commit is answered. */
    public void shutDown() {
        stopping = true;
        if (state == ServerState.HANDSHAKE) {
            close();
        } else if (state != ServerState.COMMIT && state != ServerState.TURNED) {
            answer(ServerReplies.shuttingDown());
        }
    }

    /**
     * The connection is gone: an open draft is discarded, or kept if its transaction has a name; reservations are
     * given back.
     */
    public void disconnected() {
        leave();
        enter(ServerState.CLOSED);
    }

    /** Who the client is, for the log. */
    public String identity() {
        return policy.identity();
    }

    /** How long the present phase may last, from its beginning (RFC 5321 §4.5.3.2). */
    public Duration timeLimit() {
        return state.limit();
    }

    /**
     * Tells phases apart: the number changes with each command and with each block of content, and only
     * then does {@link #timeLimit} count anew. Octets that trickle in do not prolong it.
     */
    public long phase() {
        return phase;
    }

    private void begin() {
        // Old trigger clients say no HELO at all.
        enter(profile.service().isTolerant() ? ServerState.READY : ServerState.GREETED);
    }

    private void command(CommandReader.Line line, boolean more) {
        behind = more;
        phase++;
        if (line.fault() == CommandReader.Fault.BARE_LF) {
            // What follows would be read out of step.
            answer(ServerReplies.lineEnd());
            close();
        } else if (line.fault() == CommandReader.Fault.TOO_LONG) {
            answer(ServerReplies.lineTooLong());
            dropIfBehind(CommandParser.verb(line.octets()));
        } else if (state == ServerState.LOGIN) {
            response(line.octets());
        } else {
            run(CommandParser.parse(line.octets()));
        }
    }

    private void response(byte[] line) {
        enter(ServerState.PROOF);
        client.respond(line, actions).ifPresent(end -> {
            enter(ServerState.READY);
            answer(end);
        });
    }

    private void run(Command command) {
        Verb verb = command.verb();
        if (!profile.takes(verb)) {
            answer(ServerReplies.notOffered());
            dropIfBehind(verb);
        } else if (!client.isSecured() && profile.takesUnderTlsOnly(verb)) {
            answer(ServerReplies.secureFirst());
            dropIfBehind(verb);
        } else if (verb == Verb.BDAT || state.accepts(verb)) {
            command.handledBy(dialogue);
        } else {
            answer(ServerReplies.outOfOrder(state));
            dropIfBehind(verb);
        }
    }

    /**
     * Ends the session where the client does not know yet that a command was refused whose body it may be
     * sending: behind DATA if there is input, behind BDAT always, for its octets are coming; and where it has said
     * more behind STARTTLS, which would run after the handshake as if it were protected (RFC 3207 §6). Behind a 355 there is no
     * RCPT: who sends one did not wait for it, and will send the message from its beginning.
     */
    private void dropIfBehind(Verb verb) {
        boolean led = verb == Verb.DATA || verb == Verb.STARTTLS;
        if (verb == Verb.BDAT || led && behind || verb == Verb.RCPT && state == ServerState.RESUMED) {
            close();
        }
    }

    private void content(ByteBuffer input) {
        Incoming message = incoming.orElseThrow();
        long block = message.size() / BLOCK;
        boolean end = message.read(input);
        if (message.size() / BLOCK != block) {
            phase++;
        }
        if (!end) {
            return;
        }
        if (state == ServerState.CHUNK && afterChunk != ServerState.COMMIT) {
            chunkEnd(message);
        } else {
            messageEnd(message);
        }
    }

    private void chunkEnd(Incoming message) {
        enter(afterChunk);
        if (afterChunk != ServerState.CHUNKS) {
            incoming = Optional.empty();
        }
        answer(message.refusal().orElse(ServerReplies.ok("2.0.0", message.size() + " octets so far")));
    }

    private void messageEnd(Incoming message) {
        if (message.refusal().isPresent()) {
            finish(message.refusal().get());
        } else if (transaction.orElseThrow().isComplete()) {
            finish(ServerReplies.ok("2.0.0", "Accepted before"));
        } else {
            enter(ServerState.COMMIT);
            message.commit();
        }
    }

    private void finish(Reply reply) {
        forget();
        enter(ServerState.READY);
        answer(reply);
        if (stopping) {
            answer(ServerReplies.shuttingDown());
        }
    }

    /** Forgets transaction and message; a draft under commit is out of reach. */
    private void forget() {
        boolean begun = incoming.isPresent();
        incoming.ifPresent(Incoming::discard);
        end(!begun);
    }

    /** The same where the client has not said that it gives the transaction up: what came may be kept. */
    private void leave() {
        incoming.ifPresent(Incoming::leave);
        end(false);
    }

    private void end(boolean givenUp) {
        incoming = Optional.empty();
        transaction.filter(Transaction::isNamed).ifPresent(named -> actions.leave(givenUp));
        transaction.ifPresent(Transaction::end);
        transaction = Optional.empty();
    }

    private void open(BodyReader reader) {
        Transaction current = transaction.orElseThrow();
        Incoming message = current.incoming(profile, actions, reader);
        incoming = Optional.of(message);
        if (current.isComplete()) {
            return;
        }
        Envelope envelope = current.envelope(profile.clock().instant());
        MessageId id = current.resumption().isPresent()
                ? actions.resume(current.takeReservations())
                : actions.open(envelope, current.takeReservations());
        committing = Optional.of(id);
        if (current.isNamed()) {
            message.name();
        }
        message.begin(client.trace(profile, current).render(id, envelope));
    }

    private void answer(Reply reply) {
        if (state == ServerState.CLOSED) {
            return;
        }
        actions.reply(reply);
        if (reply.code() == 421) {
            close();
        } else if (reply.isPermanent() && ++errors >= profile.maxErrors()) {
            actions.reply(ServerReplies.tooManyErrors());
            close();
        }
    }

    private void close() {
        if (state != ServerState.CLOSED) {
            leave();
            enter(ServerState.CLOSED);
            actions.close();
        }
    }

    private void enter(ServerState next) {
        if (next != state) {
            LOG.log(Level.TRACE, "{0}: {1} -> {2}", profile.client(), state, next);
            state = next;
            lines.expectResponse(next == ServerState.LOGIN);
            phase++;
        }
    }

    /** What each command does where the state takes it. */
    private final class Dialogue implements Command.Handler {
        @Override
        public void hello(Command.Hello command) {
            if (behind && !profile.service().isTolerant()) {
                // RFC 2920 §3.1: it must be the last of a group, for nobody knows yet what may follow.
                answer(ServerReplies.tooEarly());
                close();
                return;
            }
            forget();
            client.greeted(command);
            enter(ServerState.READY);
            answer(
                    command.extended()
                            ? ServerReplies.keywords(profile, client.isSecured(), policy.mechanisms())
                            : ServerReplies.hello(profile));
        }

        @Override
        public void mail(Command.Mail command) {
            if (profile.service().demandsAuth() && !client.isAuthenticated()) {
                answer(ServerReplies.authenticateFirst());
            } else if (command.size() > profile.maxSize()) {
                answer(ServerReplies.tooBig());
            } else if (accepted >= profile.maxMessages()) {
                answer(ServerReplies.tooManyMessages());
            } else {
                policy.mail(command.sender(), command.size())
                        .ifPresentOrElse(ServerSession.this::answer, () -> sender(command));
            }
        }

        private void sender(Command.Mail command) {
            Optional<Reply> refusal = profile.refusal(command);
            if (refusal.isPresent()) {
                answer(refusal.get());
                return;
            }
            transaction = Optional.of(new Transaction(command, profile, policy));
            if (command.transId().isPresent()) {
                enter(ServerState.RECALL);
                actions.takeUp(new TransactionName(
                        policy.identity(), client.name(), command.transId().get()));
                return;
            }
            enter(ServerState.SENDER);
            answer(transaction.get().taken());
        }

        @Override
        public void rcpt(Command.Rcpt command) {
            Reply reply = transaction.orElseThrow().answer(command, profile.maxRecipients(), policy);
            if (reply.isPositive()) {
                enter(ServerState.RECIPIENTS);
            }
            answer(reply);
        }

        @Override
        public void bdat(Command.Bdat command) {
            if (state == ServerState.RECIPIENTS || state == ServerState.RESUMED) {
                chunks = new BdatReader(profile.normaliseNewlines());
                open(chunks);
            }
            if (incoming.isPresent()) {
                afterChunk = command.last() ? ServerState.COMMIT : ServerState.CHUNKS;
                incoming.orElseThrow().announce(command.size());
            } else {
                chunks = new BdatReader(false);
                afterChunk = state;
                incoming = Optional.of(new Incoming(profile, actions, chunks, false));
                incoming.get().refuse(ServerReplies.outOfOrder(state));
            }
            chunks.chunk(command);
            enter(ServerState.CHUNK);
            if (command.size() == 0) {
                content(ByteBuffer.allocate(0));
            }
        }

        @Override
        public void auth(Command.Auth command) {
            client.refusal().ifPresentOrElse(ServerSession.this::answer, () -> {
                enter(ServerState.PROOF);
                actions.await(client.authenticate(command));
            });
        }

        @Override
        public void etrn(Command.Etrn command) {
            answer(policy.etrn(command.argument(), client.isExtended()));
        }

        @Override
        public void atrn(Command.Atrn command) {
            enter(ServerState.ASKING);
            actions.await(policy.turn(command.domains()));
        }

        @Override
        public void plain(Command.Plain command) {
            switch (command.verb()) {
                case DATA -> data();
                case RSET -> reset();
                case NOOP -> answer(ServerReplies.ok("2.0.0", "OK"));
                case VRFY -> answer(ServerReplies.cannotVerify());
                case HELP -> answer(ServerReplies.help(profile));
                case QUIT -> {
                    answer(ServerReplies.bye());
                    forget();
                    close();
                }
                case STARTTLS -> startTls();
                default -> answer(ServerReplies.notOffered());
            }
        }

        private void data() {
            open(new DataReader(profile.normaliseNewlines()));
            enter(ServerState.DATA);
            answer(ServerReplies.goOn());
        }

        private void reset() {
            forget();
            if (state.isTransaction()) {
                enter(ServerState.READY);
            }
            answer(ServerReplies.ok("2.0.0", "OK"));
        }

        private void startTls() {
            if (behind) {
                // Commands sent before the handshake must not run after it (RFC 3207 §6).
                answer(ServerReplies.tooEarly());
                close();
            } else if (client.isAuthenticated()) {
                answer(ServerReplies.authenticated());
            } else if (client.isSecured()) {
                answer(ServerReplies.secureAlready());
            } else {
                answer(ServerReplies.secure());
                enter(ServerState.HANDSHAKE);
                actions.startTls();
            }
        }

        @Override
        public void malformed(Command.Malformed command) {
            answer(command.reply());
            dropIfBehind(command.verb());
        }
    }
}
