package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.etrngateway.delivery.Connector.Cancellable;
import org.etrngateway.delivery.Connector.Connection;
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

    private final Supply supply;
    private final Executor workers;
    private final BiConsumer<Dialogue, SessionEnd> onEnd;
    private final ClientSession session;
    private volatile Optional<Connection> connection = Optional.empty();
    private volatile boolean cancelled;
    private Optional<Reading> reading = Optional.empty();
    private Optional<Cancellable> watch = Optional.empty();
    private long lastProgress = System.nanoTime();
    private boolean given;
    private boolean over;

    Dialogue(ClientProfile profile, Supply supply, Executor workers, BiConsumer<Dialogue, SessionEnd> onEnd) {
        this.supply = supply;
        this.workers = workers;
        this.onEnd = onEnd;
        this.session = new ClientSession(profile, this);
    }

    /** Content on its way: what of the load comes next. */
    private record Reading(Load load, long position) {}

    /** True once the server was given a message. */
    boolean wasGiven() {
        return given;
    }

    void wake() {
        connection.ifPresent(open -> open.execute(this::pump));
    }

    void cancel() {
        cancelled = true;
        connection.ifPresent(open -> open.execute(() -> fail("given up")));
    }

    @Override
    public void connected(Connection opened) {
        connection = Optional.of(opened);
        progress();
        watch();
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
        while (!over && session.wantsMore()) {
            Optional<Load> load = supply.next();
            if (load.isEmpty()) {
                break;
            }
            given = true;
            session.deliver(load.get().parcel());
        }
        if (!over && session.wantsMore() && supply.isExhausted()) {
            session.finish();
        }
        flush();
    }

    private void flush() {
        connection.ifPresent(Connection::flush);
    }

    @Override
    public void send(ByteBuffer octets) {
        connection.ifPresent(open -> open.send(octets));
    }

    @Override
    public void read(Parcel parcel) {
        Load load = supply.load(parcel);
        Optional<ByteBuffer> octets = load.fetched();
        if (octets.isPresent()) {
            session.content(octets.get(), true);
        } else {
            fetch(new Reading(load, 0));
        }
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
        boolean last = position == now.load().size();
        if (!last) {
            reading = Optional.of(new Reading(now.load(), position));
        }
        session.content(octets, last);
        pump();
        readOn();
    }

    @Override
    public void startTls(String serverName, boolean verify) {
        flush();
        connection.ifPresent(open -> open.startTls(serverName, verify));
    }

    @Override
    public void answered(Parcel parcel, Map<Integer, Reply> replies) {
        supply.answered(supply.load(parcel), replies);
    }

    @Override
    public void ended(SessionEnd end) {
        over = true;
        watch.ifPresent(Cancellable::cancel);
        Optional<Connection> open = connection;
        connection = Optional.empty();
        open.ifPresent(Connection::flush);
        open.ifPresent(Connection::close);
        onEnd.accept(this, end);
    }

    private void fail(String reason) {
        if (!over) {
            session.closed(reason);
        }
    }

    private void progress() {
        lastProgress = System.nanoTime();
    }

    /** One timer, which looks at the time of the last progress when it rings. */
    private void watch() {
        if (over) {
            return;
        }
        Duration left = session.state().limit().minusNanos(System.nanoTime() - lastProgress);
        if (left.isNegative() || left.isZero()) {
            session.timedOut();
        } else {
            watch = connection.map(open -> open.schedule(left, this::watch));
        }
    }
}
