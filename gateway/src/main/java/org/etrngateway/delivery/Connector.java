package org.etrngateway.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.etrngateway.config.TlsMode;

/** Opens TCP connections for delivery. Thread-safe; implemented where the network is. */
public interface Connector {
    /**
     * Opens a connection; returns at once. All events of one connection come on one thread, and so may
     * be handled without locks; the first is {@link Events#connected} or {@link Events#closed}.
     *
     * @param bind the local address to call from, at a port that the system chooses; the connection fails if the
     *     address is not this machine's, or of another kind than the target
     */
    void connect(InetSocketAddress target, Optional<InetAddress> bind, Duration limit, Events events);

    /** What happens to a connection. */
    interface Events {
        void connected(Connection connection);

        /** Octets came; the buffer is only valid during the call. */
        void received(ByteBuffer bytes);

        /** More can be sent again, after {@link Connection#isWritable} was false. */
        void writable();

        /** The TLS handshake is done; all sent and received from here on is protected. */
        void secured(String protocol);

        /** The end, exactly once, whoever closed; no event follows. */
        void closed(String reason);
    }

    /** An open connection. Its methods are called on the thread of its events, but for {@link #execute}. */
    interface Connection {
        InetSocketAddress remote();

        InetSocketAddress local();

        /** Queues octets; the connection owns the buffer from here on. Nothing moves before {@link #flush}. */
        void send(ByteBuffer bytes);

        void flush();

        /** False while so much waits to be sent that the sender should wait for {@link Events#writable}. */
        boolean isWritable();

        /**
         * Starts TLS as client (RFC 3207); the answer is {@link Events#secured} or {@link Events#closed}.
         * Octets that arrived and were not handed out before are dropped with the connection: they are not
         * the handshake.
         *
         * @param serverName for SNI and, where the mode requires a certificate, for the check of it
         * @param mode what the server must show; not {@code NONE}
         */
        void startTls(String serverName, TlsMode mode);

        void close();

        /** Closes at once: what waits to be sent, here or in the kernel, is not sent any more. */
        void abort();

        /** What TCP knows of the line; empty if the system does not tell. */
        Optional<Pulse> pulse();

        /** From now on what each {@link #send} brings is a TLS record of its own, where there is TLS. */
        void separateRecords();

        /** Suits the connection to what its line does; to be called now and then. */
        void tune();

        /** A clock that only advances, in nanoseconds; that of {@link #schedule}. */
        long nanoTime();

        /** Runs the task on the thread of the events, soon. */
        void execute(Runnable task);

        /** Runs the task on the thread of the events after the delay, unless cancelled first. */
        Cancellable schedule(Duration delay, Runnable task);
    }

    /**
     * How a line lives. Immutable.
     *
     * @param roundTrip the smoothed round trip time
     * @param sinceAck since the other side last acknowledged anything
     * @param owed true if something was sent that is not acknowledged
     */
    record Pulse(Duration roundTrip, Duration sinceAck, boolean owed) {}

    /** A task that may be called off. */
    interface Cancellable {
        void cancel();
    }
}
