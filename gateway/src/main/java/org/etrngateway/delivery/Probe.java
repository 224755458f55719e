package org.etrngateway.delivery;

import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.etrngateway.smtp.ProtocolException;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.ReplyReader;

/**
 * One call that finds out whether a site's server is there: the connection, its greeting, QUIT. A connection alone would
 * say little, for routers and firewalls accept them for machines that are off; more than a greeting would cost more. Of
 * several addresses the first that greets counts.
 */
final class Probe {
    /** The most that a call takes: for the connection, and for the greeting. */
    static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Duration GOODBYE = Duration.ofSeconds(2);
    private static final int READY = 220;
    private static final byte[] QUIT = "QUIT\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Connector connector;
    private final Deque<Target> targets;
    private final Optional<InetAddress> from;
    private final Consumer<Optional<String>> onEnd;

    /**
     * @param targets 1 or more
     * @param from the local address to call from; empty: the system chooses
     * @param onEnd told once, when the connection is gone, why the site is not there; empty: it is
     */
    Probe(Connector connector, List<Target> targets, Optional<InetAddress> from, Consumer<Optional<String>> onEnd) {
        this.connector = connector;
        this.targets = new ArrayDeque<>(targets);
        this.from = from;
        this.onEnd = onEnd;
    }

    void open() {
        connector.connect(targets.remove().address(), from, LIMIT, new Call());
    }

    private void ended(Optional<String> reason) {
        if (reason.isPresent() && !targets.isEmpty()) {
            open();
        } else {
            onEnd.accept(reason);
        }
    }

    /** The events of one connection, all on its thread. */
    private final class Call implements Connector.Events {
        private final ReplyReader reader = new ReplyReader();
        private Optional<Connector.Connection> connection = Optional.empty();
        private Optional<Reply> greeting = Optional.empty();
        private Optional<String> failure = Optional.empty();

        @Override
        public void connected(Connector.Connection opened) {
            connection = Optional.of(opened);
            Connector.Cancellable unused = opened.schedule(LIMIT, () -> {
                if (greeting.isEmpty()) {
                    fail("no greeting within " + LIMIT.toSeconds() + " s");
                }
            });
        }

        @Override
        public void received(ByteBuffer bytes) {
            try {
                Optional<Reply> reply = reader.read(bytes);
                if (reply.isPresent() && greeting.isPresent()) {
                    connection.orElseThrow().close();
                } else if (reply.isPresent()) {
                    greeted(reply.get());
                }
            } catch (ProtocolException e) {
                fail(e.getMessage());
            }
        }

        private void greeted(Reply reply) {
            greeting = Optional.of(reply);
            Connector.Connection open = connection.orElseThrow();
            if (reply.code() == READY) {
                open.send(ByteBuffer.wrap(QUIT.clone()));
                open.flush();
                Connector.Cancellable unused = open.schedule(GOODBYE, open::close);
            } else {
                fail("it greets with " + reply.code());
            }
        }

        private void fail(String reason) {
            if (greeting.filter(reply -> reply.code() == READY).isEmpty()) {
                failure = Optional.of(reason);
            }
            connection.orElseThrow().close();
        }

        @Override
        public void writable() {
            // A QUIT fits always.
        }

        @Override
        public void secured(String protocol) {
            // There is no TLS.
        }

        @Override
        public void closed(String reason) {
            boolean there = greeting.filter(reply -> reply.code() == READY).isPresent();
            ended(there ? Optional.empty() : Optional.of(failure.orElse(reason)));
        }
    }
}
