package org.etrngateway.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.MailQueue;

/**
 * Serves SMTP clients on any number of listeners. Thread-safe.
 */
public final class SmtpServer {
    private final Transport transport;
    private final Sessions sessions;
    private final MailQueue queue;
    private final Door door;
    private final LossyLines lossy = new LossyLines();
    private final ServerTls tls;
    private final ChannelGroup listening = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    /**
     * @param tls has certificates before a listener with TLS is opened
     */
    public SmtpServer(Transport transport, Sessions sessions, MailQueue queue, Door door, ServerTls tls) {
        this.transport = transport;
        this.sessions = sessions;
        this.queue = queue;
        this.door = door;
        this.tls = tls;
    }

    /**
     * Opens a port and serves it from now on.
     *
     * @return the address, with the port the system chose where the listener left it open
     * @throws ListenException if the port cannot be opened
     */
    public InetSocketAddress open(Listener listener) {
        ChannelFuture bound = transport
                .listening()
                .childHandler(new Admission(listener, door, (channel, client) -> serve(listener, channel, client)))
                .bind(listener.bind())
                .awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new ListenException(
                    "listener " + listener.name() + " cannot open " + Addresses.text(listener.bind()) + ": "
                            + reason(bound.cause()),
                    bound.cause());
        }
        listening.add(bound.channel());
        return (InetSocketAddress) bound.channel().localAddress();
    }

    private void serve(Listener listener, Channel channel, InetSocketAddress client) {
        clients.add(channel);
        channel.pipeline().addLast(new ServerConnection(listener, client, tls, sessions, queue, lossy));
    }

    /** Connections that are being served now. */
    public int connections() {
        return clients.size();
    }

    /**
     * Closes the ports, says 421 to every client, and waits until they are gone; after the grace the
     * rest is cut off.
     */
    public void close(Duration grace) {
        listening.close().awaitUninterruptibly();
        // Of those that were turned, the end is with who delivers over them.
        clients.removeIf(client -> client.pipeline().get(ServerConnection.class) == null);
        for (Channel client : clients) {
            ServerConnection connection = client.pipeline().get(ServerConnection.class);
            if (connection != null) {
                connection.shutDown();
            }
        }
        if (!clients.newCloseFuture().awaitUninterruptibly(grace.toMillis(), TimeUnit.MILLISECONDS)) {
            clients.close().awaitUninterruptibly();
        }
    }

    private static String reason(Throwable cause) {
        String text = String.valueOf(cause.getMessage());
        return text.contains("in use") ? "the address is in use by another program" : text;
    }
}
