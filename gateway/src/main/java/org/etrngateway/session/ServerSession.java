package org.etrngateway.session;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.etrngateway.queue.QueueException;
import org.etrngateway.smtp.CommandReader;
import org.etrngateway.smtp.Reply;

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
 * <p>Each command has one reply, in order. What the commands do, {@link ServerCommands} says; what becomes of mail,
 * {@link Intake}; who the client is, {@link Acquaintance}. Each says where it leads by a {@link Transition}, and
 * here the session goes there.
 */
public final class ServerSession {
    private static final Logger LOG = System.getLogger(ServerSession.class.getName());
    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final ServerProfile profile;
    private final SessionPolicy policy;
    private final ServerActions actions;
    private final CommandReader lines;
    private final Acquaintance client;
    private final Intake intake;
    private final ServerCommands commands;
    private ServerState state;
    private boolean early;
    private boolean stopping;
    private long phase;
    private int errors;

    public ServerSession(ServerProfile profile, SessionPolicy policy, ServerActions actions) {
        this.profile = profile;
        this.policy = policy;
        this.actions = actions;
        this.client = new Acquaintance(policy, actions);
        this.intake = new Intake(profile, policy, actions, client);
        this.commands = new ServerCommands(profile, policy, actions, client, intake);
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
            default -> intake.mustWait();
        };
    }

    /** The queue has caught up after {@link Drafts#append} was false. */
    public void appended() {
        intake.caughtUp();
    }

    /** What the client sent before is known: all of it that the queue has is durable. */
    public void takenUp(Resumption found) {
        if (state == ServerState.RECALL) {
            go(intake.takenUp(found));
        }
    }

    /** What the client sent before cannot be known. */
    public void notTakenUp(QueueException.Reason reason) {
        if (state == ServerState.RECALL) {
            go(intake.notTakenUp(reason));
        }
    }

    /** The draft is durable. */
    public void committed() {
        if (state == ServerState.COMMIT) {
            go(intake.committed());
            endIfStopping();
        }
    }

    /** The draft was not accepted: by the commit, or by an append before it. */
    public void notCommitted(QueueException.Reason reason) {
        if (state == ServerState.COMMIT) {
            go(intake.notCommitted(reason));
            endIfStopping();
        } else {
            intake.notAppended(reason);
        }
    }

    /**
     * What the policy says of AUTH or ATRN. If it grants the turn this session is over and nothing that was read is run, the
     * connection goes on in the other role (RFC 2645 §5.3).
     */
    public void answered(Reply reply) {
        if (state == ServerState.PROOF) {
            go(client.answered(reply));
        } else if (state == ServerState.ASKING) {
            go(
                    reply.isPositive()
                            ? Transition.to(ServerState.TURNED, reply).then(actions::turn)
                            : Transition.to(ServerState.READY, reply));
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
        intake.leave();
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
        phase++;
        go(commands.line(line, state, more));
        if (state == ServerState.CHUNK) {
            // A chunk may have no octets, and then it has ended.
            content(NOTHING);
        }
    }

    private void content(ByteBuffer input) {
        long blocks = intake.blocks();
        Optional<Transition> end = intake.content(input);
        if (intake.blocks() != blocks) {
            phase++;
        }
        end.ifPresent(this::go);
    }

    private void endIfStopping() {
        if (stopping) {
            answer(ServerReplies.shuttingDown());
        }
    }

    private void go(Transition transition) {
        boolean last = transition.next() == ServerState.CLOSED;
        if (!last) {
            enter(transition.next());
        }
        transition.reply().ifPresent(this::answer);
        transition.then().run();
        if (last) {
            close();
        }
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
            intake.leave();
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
}
