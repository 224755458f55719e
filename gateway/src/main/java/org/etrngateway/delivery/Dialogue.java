package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Connector.Cancellable;
import org.etrngateway.delivery.Connector.Connection;
import org.etrngateway.delivery.Connector.Pulse;
import org.etrngateway.session.ClientActions;
import org.etrngateway.session.ClientProfile;
import org.etrngateway.session.ClientSession;
import org.etrngateway.session.Parcel;
import org.etrngateway.session.SessionEnd;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection and its {@link ClientSession}: octets to the machine, loads to the machine, content from
 * the disk to the wire. Belongs to the thread of its connection; {@link #wake} and {@link #cancel} may be
 * called from any.
 */
final class Dialogue implements Connector.Events, ClientActions {
    private static final Logger LOG = LoggerFactory.getLogger(Dialogue.class);
    private static final Duration LOOK_TICK = Duration.ofSeconds(1);
    private static final Duration REST_TICK = Duration.ofSeconds(1);
    private static final Duration NOOP_AFTER = Duration.ofSeconds(10);

    private final Supply supply;
    private final Executor workers;
    private final BiConsumer<Dialogue, SessionEnd> onEnd;
    private final ClientSession session;
    private final Pieces pieces;
    /** What the server was given and has not answered; a parcel is known by itself. */
    private final IdentityHashMap<Parcel, Load> loads = new IdentityHashMap<>();

    private volatile Optional<Connection> connection = Optional.empty();
    private volatile boolean cancelled;
    private Optional<Reading> reading = Optional.empty();
    private Optional<Cancellable> watch = Optional.empty();
    private long lastProgress;
    private Optional<Long> restingSince = Optional.empty();
    private volatile LineFigures figures = LineFigures.NONE;
    private Optional<Duration> roundTrip = Optional.empty();
    private long sent;
    private Optional<Going> going = Optional.empty();
    private boolean ready;
    private boolean given;
    private boolean over;

    Dialogue(ClientProfile profile, Supply supply, Executor workers, BiConsumer<Dialogue, SessionEnd> onEnd) {
        this.supply = supply;
        this.workers = workers;
        this.onEnd = onEnd;
        this.pieces = profile.settings().oneLineRecords() ? Pieces.LINES : Pieces.WHOLE;
        this.session = new ClientSession(profile, this, this::nanoTime);
    }

    /** Content on its way: what of the load comes next. */
    private record Reading(Load load, long position) {}

    /** A load whose content goes out: octets of it so far. */
    private record Going(Load load, long octets) {
        Going plus(int more) {
            return new Going(load, octets + more);
        }
    }

    /** True once the server was given a message. */
    boolean wasGiven() {
        return given;
    }

    void wake() {
        connection.ifPresent(open -> open.execute(this::pump));
    }

    LineFigures figures() {
        return figures;
    }

    private void told() {
        figures = new LineFigures(sent, session.goodput(), roundTrip, restingSince.isPresent());
    }

    boolean isConnected() {
        return connection.isPresent();
    }

    /**
     * Has the line show that it lives: if neither TCP nor the server answers what is on its way within the
     * {@linkplain Patience time} that the line needs, it is dead. A session that rests is asked for a sign of
     * life, or the next mail would be given to a line that is gone.
     *
     * @param lives told on the thread of the connection; true also if the session ends meanwhile
     */
    void prove(Consumer<Boolean> lives) {
        connection.ifPresent(open -> open.execute(() -> {
            long before = lastAnswer();
            if (!over && session.isIdle()) {
                session.noop();
                flush();
                before = nanoTime();
            }
            prove(lives, before);
        }));
    }

    private void prove(Consumer<Boolean> lives, long before) {
        if (over || session.isIdle() || lastAnswer() > before) {
            lives.accept(true);
            return;
        }
        Connection open = connection.orElseThrow();
        Duration left = Patience.of(open.pulse()).minusNanos(open.nanoTime() - before);
        if (left.isNegative() || left.isZero()) {
            lives.accept(false);
        } else {
            Cancellable unused = open.schedule(left, () -> prove(lives, before));
        }
    }

    /** When the other side was last heard of, be it by an acknowledgement. */
    private long lastAnswer() {
        Connection open = connection.orElseThrow();
        long ack = open.pulse()
                .map(pulse -> open.nanoTime() - pulse.sinceAck().toNanos())
                .orElse(lastProgress);
        return Math.max(ack, lastProgress);
    }

    private long nanoTime() {
        return connection.map(Connection::nanoTime).orElse(0L);
    }

    void cancel() {
        cancelled = true;
        connection.ifPresent(open -> open.execute(() -> fail("given up")));
    }

    @Override
    public void connected(Connection opened) {
        connection = Optional.of(opened);
        pieces.prepare(opened);
        supply.opened();
        progress();
        watch();
        look();
        if (cancelled) {
            fail("given up");
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        progress();
        session.receive(bytes);
        pump();
    }

    @Override
    public void writable() {
        progress();
        readOn();
    }

    @Override
    public void secured(String protocol) {
        progress();
        session.secured();
        flush();
    }

    @Override
    public void closed(String reason) {
        session.closed(reason);
    }

    private void pump() {
        if (!ready && !over && session.wantsMore()) {
            ready = true;
            supply.ready(session.server());
        }
        while (!over && session.wantsMore()) {
            Optional<Load> load = supply.next();
            if (load.isEmpty()) {
                break;
            }
            given = true;
            restingSince = Optional.empty();
            loads.put(load.get().parcel(), load.get());
            session.deliver(load.get().parcel(), supply.continuation(load.get()));
        }
        if (!over && session.wantsMore() && supply.isExhausted()) {
            if (supply.linger().isZero()) {
                session.finish();
            } else if (session.isIdle() && restingSince.isEmpty()) {
                restingSince = Optional.of(nanoTime());
                rest();
            }
        }
        flush();
    }

    /** All is delivered: the session stays, for the line is up, and mail that arrives now goes at once. */
    private void rest() {
        if (over || restingSince.isEmpty()) {
            return;
        }
        Duration rested = Duration.ofNanos(nanoTime() - restingSince.get());
        told();
        if (rested.compareTo(supply.linger()) >= 0 || supply.isWantedElsewhere()) {
            session.finish();
        } else {
            if (session.isIdle() && nanoTime() - lastProgress >= NOOP_AFTER.toNanos()) {
                session.noop();
            }
            connection.ifPresent(open -> open.schedule(REST_TICK, this::rest));
        }
        flush();
    }

    private void flush() {
        connection.ifPresent(Connection::flush);
    }

    @Override
    public void send(ByteBuffer octets) {
        connection.ifPresent(open -> pieces.of(octets).forEach(open::send));
    }

    @Override
    public void read(Parcel parcel, long from) {
        Load load = loads.get(parcel);
        going = Optional.of(new Going(load, from));
        Optional<ByteBuffer> octets = load.fetched();
        if (octets.isPresent()) {
            ByteBuffer rest = octets.get().position((int) from).slice();
            goes(rest.remaining());
            session.content(rest, true);
        } else {
            fetch(new Reading(load, from));
        }
    }

    private void goes(int octets) {
        sent += octets;
        going = going.map(it -> it.plus(octets));
    }

    @Override
    public void enveloped(Parcel parcel, Map<Integer, Reply> replies) {
        supply.enveloped(loads.get(parcel), replies);
    }

    @Override
    public void resumed(Parcel parcel, long kept) {
        supply.resumed(loads.get(parcel), kept);
    }

    @Override
    public void distrusted(Parcel parcel, String reason) {
        supply.distrusted(loads.remove(parcel), reason);
        told();
    }

    /** Goes on where the wire had to catch up. */
    private void readOn() {
        if (!over && connection.filter(Connection::isWritable).isPresent()) {
            Optional<Reading> next = reading;
            reading = Optional.empty();
            next.ifPresent(this::fetch);
        }
    }

    /** Reads the next piece where blocking is allowed, and goes on with it here. */
    private void fetch(Reading next) {
        Connection here = connection.orElseThrow();
        workers.execute(() -> {
            try {
                ByteBuffer octets = next.load().piece(next.position());
                here.execute(() -> fetched(next, octets));
            } catch (IOException e) {
                LOG.error(
                        "message {} cannot be read on: {}", next.load().lease().id(), e.getMessage());
                // Half a message is out: only the end of the connection takes it back.
                here.execute(() -> fail("the message cannot be read on"));
            }
        });
    }

    private void fetched(Reading now, ByteBuffer octets) {
        if (over) {
            return;
        }
        long position = now.position() + octets.remaining();
        goes(octets.remaining());
        boolean last = position == now.load().size();
        if (!last) {
            reading = Optional.of(new Reading(now.load(), position));
        }
        session.content(octets, last);
        pump();
        readOn();
    }

    @Override
    public void startTls(String serverName, TlsMode mode) {
        flush();
        connection.ifPresent(open -> open.startTls(serverName, mode));
    }

    @Override
    public void answered(Parcel parcel, Map<Integer, Reply> replies) {
        supply.answered(loads.remove(parcel), replies);
        told();
    }

    @Override
    public void ended(SessionEnd end) {
        over = true;
        tellCut(end);
        watch.ifPresent(Cancellable::cancel);
        Optional<Connection> open = connection;
        connection = Optional.empty();
        open.ifPresent(Connection::flush);
        if (cancelled) {
            // What the kernel still has must not reach the site later, behind the back of another session.
            open.ifPresent(Connection::abort);
        } else {
            open.ifPresent(Connection::close);
        }
        // A session that rested owes nothing, however it ends.
        onEnd.accept(this, restingSince.isPresent() ? SessionEnd.done() : end);
    }

    /** Where the line and nobody else ended the session, and the message that was going out is not answered. */
    private void tellCut(SessionEnd end) {
        boolean line = end.kind() == SessionEnd.Kind.FAILED && end.reply().isEmpty() && !cancelled;
        going.filter(it -> line && loads.containsKey(it.load().parcel()))
                .ifPresent(it -> supply.cut(it.load(), it.octets()));
    }

    private void fail(String reason) {
        if (!over) {
            session.closed(reason);
        }
    }

    private void progress() {
        lastProgress = nanoTime();
    }

    /** Sees how the line is, now and then. */
    private void look() {
        connection.filter(open -> !over).ifPresent(open -> {
            open.tune();
            roundTrip = open.pulse().map(Pulse::roundTrip);
            told();
            Cancellable unused = open.schedule(LOOK_TICK, this::look);
        });
    }

    /** One timer, which looks at the time of the last progress when it rings. */
    private void watch() {
        if (over) {
            return;
        }
        Duration left = limit().minusNanos(nanoTime() - lastProgress);
        if (left.isNegative() || left.isZero()) {
            session.timedOut();
        } else {
            watch = connection.map(open -> open.schedule(left, this::watch));
        }
    }

    /** A session that rests has only a NOOP to be answered. */
    private Duration limit() {
        return restingSince.isPresent()
                ? supply.linger().plus(NOOP_AFTER)
                : session.state().limit();
    }
}
