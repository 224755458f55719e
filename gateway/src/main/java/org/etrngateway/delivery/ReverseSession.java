package org.etrngateway.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.etrngateway.session.ClientProfile;
import org.etrngateway.session.SessionEnd;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session with the first of the targets that answers. A target that cannot be reached, or sends us away
 * before it was given a message, is followed by the next; one whose offer of STARTTLS is hollow is tried
 * again without, where the settings allow. {@link #wake} and {@link #cancel} may be called from any
 * thread.
 */
final class ReverseSession {
    private static final Logger LOG = LoggerFactory.getLogger(ReverseSession.class);
    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

    private final Connector connector;
    private final Executor workers;
    private final Supply supply;
    private final Deque<Target> targets;
    private final Optional<InetAddress> from;
    private final ClientProfile profile;
    private volatile Optional<Dialogue> dialogue = Optional.empty();
    private volatile boolean cancelled;

    /**
     * @param from the local address to call from; empty: the system chooses
     */
    ReverseSession(
            Connector connector,
            Executor workers,
            Supply supply,
            List<Target> targets,
            Optional<InetAddress> from,
            ClientProfile profile) {
        this.connector = connector;
        this.workers = workers;
        this.supply = supply;
        this.targets = new ArrayDeque<>(targets);
        this.from = from;
        this.profile = profile;
    }

    void open() {
        connect(targets.poll(), profile);
    }

    /** The profile may lack TLS for this target alone: the next one's offer may be sound. */
    private void connect(Target target, ClientProfile base) {
        ClientProfile settings = new ClientProfile(
                base.hostname(),
                target.serverName(),
                base.settings(),
                base.greeting(),
                base.credentials(),
                base.plainAuth());
        Dialogue next = new Dialogue(settings, supply, workers, (talk, end) -> ended(target, talk, end));
        dialogue = Optional.of(next);
        LOG.debug("connecting to {}", target);
        connector.connect(target.address(), from, CONNECT_LIMIT, next);
        if (cancelled) {
            next.cancel();
        }
    }

    /** There may be loads, or the last is through. */
    void wake() {
        dialogue.ifPresent(Dialogue::wake);
    }

    /** Has the line show whether it lives; told on whatever thread. */
    void prove(Consumer<Boolean> lives) {
        dialogue.ifPresent(talk -> talk.prove(lives));
    }

    LineFigures figures() {
        return dialogue.map(Dialogue::figures).orElse(LineFigures.NONE);
    }

    boolean isConnected() {
        return dialogue.filter(Dialogue::isConnected).isPresent();
    }

    /** Ends the session at once. */
    void cancel() {
        cancelled = true;
        dialogue.ifPresent(Dialogue::cancel);
    }

    private void ended(Target target, Dialogue talk, SessionEnd end) {
        boolean last = cancelled || talk.wasGiven() || end.kind() == SessionEnd.Kind.DONE;
        if (!last && end.kind() == SessionEnd.Kind.NO_TLS) {
            LOG.warn("STARTTLS with {} failed, going on without: {}", target, end.reason());
            connect(target, profile.withoutTls());
        } else if (last || targets.isEmpty()) {
            supply.ended(end);
        } else {
            LOG.info("{}: {}; trying the next host", target, end.reason());
            open();
        }
    }
}
