package org.etrngateway.session;

import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.CommandParser;
import org.etrngateway.smtp.CommandReader;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.Verb;

/**
 * The commands of a server session: what each is answered where its {@linkplain ServerState#accepts state takes it},
 * and where it leads; and what one is told that cannot come now. Belongs to one thread.
 *
 * <p>Input that may be the body of something refused is never run as commands: see {@link #refused}.
 */
final class ServerCommands implements Command.Handler<Transition> {
    private final ServerProfile profile;
    private final SessionPolicy policy;
    private final ServerActions actions;
    private final Acquaintance client;
    private final Intake intake;
    /** Where the command came. */
    private ServerState state = ServerState.START;
    /** True if input behind it has come already. */
    private boolean followed;

    ServerCommands(
            ServerProfile profile, SessionPolicy policy, ServerActions actions, Acquaintance client, Intake intake) {
        this.profile = profile;
        this.policy = policy;
        this.actions = actions;
        this.client = client;
        this.intake = intake;
    }

    /**
     * A line came where commands may.
     *
     * @param now the state of the session
     * @param more true if input behind it has come already
     */
    Transition line(CommandReader.Line line, ServerState now, boolean more) {
        state = now;
        followed = more;
        if (line.fault() == CommandReader.Fault.BARE_LF) {
            // What follows would be read out of step.
            return Transition.to(ServerState.CLOSED, ServerReplies.lineEnd());
        }
        if (line.fault() == CommandReader.Fault.TOO_LONG) {
            return refused(CommandParser.verb(line.octets()), ServerReplies.lineTooLong());
        }
        return state == ServerState.LOGIN ? client.respond(line.octets()) : run(CommandParser.parse(line.octets()));
    }

    private Transition run(Command command) {
        Verb verb = command.verb();
        if (!profile.takes(verb)) {
            return refused(verb, ServerReplies.notOffered());
        }
        if (!client.isSecured() && profile.takesUnderTlsOnly(verb)) {
            return refused(verb, ServerReplies.secureFirst());
        }
        if (verb != Verb.BDAT && !state.accepts(verb)) {
            return refused(verb, ServerReplies.outOfOrder(state));
        }
        return command.handledBy(this);
    }

    /**
     * Ends the session where the client does not know yet that a command was refused whose body it may be
     * sending: behind DATA if there is input, behind BDAT always, for its octets are coming; and where it has said
     * more behind STARTTLS, which would run after the handshake as if it were protected (RFC 3207 §6). Behind a 355 there is no
     * RCPT: who sends one did not wait for it, and will send the message from its beginning.
     */
    private Transition refused(Verb verb, Reply reply) {
        boolean led = verb == Verb.DATA || verb == Verb.STARTTLS;
        boolean outOfStep = verb == Verb.BDAT || led && followed || verb == Verb.RCPT && state == ServerState.RESUMED;
        return outOfStep ? Transition.to(ServerState.CLOSED, reply) : stay(reply);
    }

    private Transition stay(Reply reply) {
        return Transition.to(state, reply);
    }

    @Override
    public Transition hello(Command.Hello command) {
        if (followed && !profile.service().isTolerant()) {
            // RFC 2920 §3.1: it must be the last of a group, for nobody knows yet what may follow.
            return Transition.to(ServerState.CLOSED, ServerReplies.tooEarly());
        }
        intake.forget();
        client.greeted(command);
        return Transition.to(
                ServerState.READY,
                command.extended()
                        ? ServerReplies.keywords(profile, client.isSecured(), policy.mechanisms())
                        : ServerReplies.hello(profile));
    }

    @Override
    public Transition mail(Command.Mail command) {
        return intake.mail(command);
    }

    @Override
    public Transition rcpt(Command.Rcpt command) {
        Reply reply = intake.rcpt(command);
        return reply.isPositive() ? Transition.to(ServerState.RECIPIENTS, reply) : stay(reply);
    }

    @Override
    public Transition bdat(Command.Bdat command) {
        return intake.bdat(command, state);
    }

    @Override
    public Transition auth(Command.Auth command) {
        return client.authenticate(command);
    }

    @Override
    public Transition etrn(Command.Etrn command) {
        return stay(policy.etrn(command.argument(), client.isExtended()));
    }

    @Override
    public Transition atrn(Command.Atrn command) {
        return Transition.until(ServerState.ASKING, () -> actions.await(policy.turn(command.domains())));
    }

    @Override
    public Transition plain(Command.Plain command) {
        return switch (command.verb()) {
            case DATA -> intake.data();
            case RSET -> reset();
            case NOOP -> stay(ServerReplies.ok("2.0.0", "OK"));
            case VRFY -> stay(ServerReplies.cannotVerify());
            case HELP -> stay(ServerReplies.help(profile));
            case QUIT -> Transition.to(ServerState.CLOSED, ServerReplies.bye()).then(intake::forget);
            case STARTTLS -> startTls();
            default -> stay(ServerReplies.notOffered());
        };
    }

    private Transition reset() {
        intake.forget();
        return Transition.to(state.isTransaction() ? ServerState.READY : state, ServerReplies.ok("2.0.0", "OK"));
    }

    private Transition startTls() {
        if (followed) {
            // Commands sent before the handshake must not run after it (RFC 3207 §6).
            return Transition.to(ServerState.CLOSED, ServerReplies.tooEarly());
        }
        if (client.isAuthenticated()) {
            return stay(ServerReplies.authenticated());
        }
        if (client.isSecured()) {
            return stay(ServerReplies.secureAlready());
        }
        return Transition.to(ServerState.HANDSHAKE, ServerReplies.secure()).then(actions::startTls);
    }

    @Override
    public Transition malformed(Command.Malformed command) {
        return refused(command.verb(), command.reply());
    }
}
