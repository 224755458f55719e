package org.etrngateway.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.etrngateway.config.TlsMode;
import org.etrngateway.session.ModelSite;

/**
 * Connections without sockets, to a {@link ModelSite} at each address that listens. All moves on the
 * executor, so that nothing is re-entered. The line to an address may be cut after so many octets.
 */
final class ModelNetwork implements Connector {
    private final Executor thread;
    private final Map<String, Consumer<ModelSite>> listening = new HashMap<>();
    private final List<String> called = new CopyOnWriteArrayList<>();
    private final List<Optional<InetAddress>> calledFrom = new CopyOnWriteArrayList<>();
    private final List<ModelSite> sessions = new CopyOnWriteArrayList<>();
    private final List<String> keywords;
    private long cutToSite = Long.MAX_VALUE;
    private long cutToUs = Long.MAX_VALUE;
    private boolean cutSilently;
    private final AtomicInteger open = new AtomicInteger();
    private final List<Timer> timers = new CopyOnWriteArrayList<>();
    private volatile Optional<Pulse> pulse = Optional.empty();
    private final AtomicLong nanos = new AtomicLong();
    private long rate = Long.MAX_VALUE;
    private Duration delay = Duration.ZERO;

    ModelNetwork(Executor thread, List<String> keywords) {
        this.thread = thread;
        this.keywords = keywords;
    }

    /** From now on there is a server at the address. */
    void listen(String address, Consumer<ModelSite> script) {
        listening.put(address, script);
    }

    /** From now on there is none. */
    void away(String address) {
        listening.remove(address);
    }

    /** The next connection is lost when so many octets went one way. */
    void cut(long toSite, long toUs) {
        cutToSite = toSite;
        cutToUs = toUs;
    }

    /** As {@link #cut}, but nobody is told: octets go nowhere from then on. */
    void silence(long toSite, long toUs) {
        cut(toSite, toUs);
        cutSilently = true;
    }

    /** What TCP tells of all lines from now on. */
    void pulse(Optional<Pulse> now) {
        pulse = now;
    }

    /** From now on so many octets a second go to a site; the clock of the lines advances as they go. */
    void rate(long octets) {
        rate = octets;
    }

    /** From now on a reply takes so long, as {@link #pass} tells the time. */
    void delay(Duration ofReplies) {
        delay = ofReplies;
    }

    /** Time passes on all lines. */
    void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
        List<Timer> due =
                timers.stream().filter(timer -> timer.nanos() <= nanos.get()).toList();
        timers.removeAll(due);
        due.forEach(timer -> thread.execute(timer.task()));
    }

    private record Timer(long nanos, Runnable task) {}

    /** The addresses that were called, in order. */
    List<String> called() {
        return called;
    }

    /** The local addresses that these calls were bound to. */
    List<Optional<InetAddress>> calledFrom() {
        return calledFrom;
    }

    List<ModelSite> sessions() {
        return sessions;
    }

    /** All that was taken in all sessions. */
    List<ModelSite.Taken> taken() {
        return sessions.stream().flatMap(site -> site.taken().stream()).toList();
    }

    int open() {
        return open.get();
    }

    @Override
    public void connect(InetSocketAddress target, Optional<InetAddress> bind, Duration limit, Events events) {
        String address = target.getAddress().getHostAddress();
        called.add(address);
        calledFrom.add(bind);
        Consumer<ModelSite> script = listening.get(address);
        if (script == null) {
            thread.execute(() -> events.closed("connection refused"));
        } else {
            Line line = new Line(target, events, cutToSite, cutToUs, cutSilently);
            cut(Long.MAX_VALUE, Long.MAX_VALUE);
            cutSilently = false;
            open.incrementAndGet();
            thread.execute(() -> line.begin(script));
        }
    }

    private final class Line implements Connection {
        private final InetSocketAddress target;
        private final Events events;
        private long toSite;
        private long toUs;
        private final ModelSite site = new ModelSite(keywords, this::answer);
        private final boolean silently;
        private boolean closed;

        Line(InetSocketAddress target, Events events, long toSite, long toUs, boolean silently) {
            this.target = target;
            this.events = events;
            this.toSite = toSite;
            this.toUs = toUs;
            this.silently = silently;
        }

        void begin(Consumer<ModelSite> script) {
            sessions.add(site);
            script.accept(site);
            events.connected(this);
            site.greet();
        }

        private void answer(String reply) {
            byte[] octets = reply.getBytes(StandardCharsets.ISO_8859_1);
            int length = (int) Math.min(octets.length, toUs);
            toUs -= length;
            boolean lost = toUs == 0;
            later(() -> {
                if (!closed && length > 0) {
                    events.received(ByteBuffer.wrap(octets, 0, length));
                }
                if (lost) {
                    lose();
                }
            });
        }

        private void later(Runnable arrival) {
            if (delay.isZero()) {
                thread.execute(arrival);
            } else {
                timers.add(new Timer(nanos.get() + delay.toNanos(), arrival));
            }
        }

        private void lose() {
            if (silently) {
                toSite = 0;
                toUs = 0;
            } else if (!closed) {
                close();
            }
        }

        @Override
        public void send(ByteBuffer bytes) {
            int length = (int) Math.min(bytes.remaining(), toSite);
            toSite -= length;
            boolean lost = toSite == 0;
            ByteBuffer gone = bytes.slice(bytes.position(), length);
            thread.execute(() -> {
                nanos.addAndGet(Duration.ofSeconds(length).dividedBy(rate).toNanos());
                if (gone.hasRemaining()) {
                    site.receive(gone);
                }
                if (lost) {
                    lose();
                }
            });
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                open.decrementAndGet();
                thread.execute(() -> events.closed("connection lost"));
            }
        }

        @Override
        public InetSocketAddress remote() {
            return target;
        }

        @Override
        public InetSocketAddress local() {
            return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1);
        }

        @Override
        public void flush() {
            // what was sent is on its way already
        }

        @Override
        public boolean isWritable() {
            return true;
        }

        @Override
        public void startTls(String serverName, TlsMode mode) {
            thread.execute(() -> events.secured("TLSv1.3"));
        }

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public Cancellable schedule(Duration delay, Runnable task) {
            Timer timer = new Timer(nanos.get() + delay.toNanos(), () -> {
                if (!closed) {
                    task.run();
                }
            });
            timers.add(timer);
            return () -> timers.remove(timer);
        }

        @Override
        public void abort() {
            close();
        }

        @Override
        public Optional<Pulse> pulse() {
            return pulse;
        }

        @Override
        public void separateRecords() {
            // there is no TLS
        }

        @Override
        public void tune() {
            // nothing to suit
        }

        @Override
        public long nanoTime() {
            return nanos.get();
        }
    }
}
