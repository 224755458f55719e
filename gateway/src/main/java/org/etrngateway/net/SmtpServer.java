package org.etrngateway.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves SMTP clients on any number of listeners. A client that comes when there are enough gets 421
 * and the connection is closed. Thread-safe.
 */
public final class SmtpServer {
    private static final Logger log = LoggerFactory.getLogger(SmtpServer.class);
    private static final Reply ENOUGH = Reply.of(421, "4.7.0", "Too many connections, try again later");

    private final Transport transport;
    private final Sessions sessions;
    private final MailQueue queue;
    private final Door door;
    private final LossyLines lossy = new LossyLines();
    private final ChannelGroup listening = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE);
    private final ChannelGroup clients = new DefaultChannelGroup(ImmediateEventExecutor.INSTANCE, true);

    public SmtpServer(Transport transport, Sessions sessions, MailQueue queue, Door door) {
        this.transport = transport;
        this.sessions = sessions;
        this.queue = queue;
        this.door = door;
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
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel client) {
                        admit(listener, client);
                    }
                })
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

    private void admit(Listener listener, Channel client) {
        InetSocketAddress remote = (InetSocketAddress) client.remoteAddress();
        if (remote == null) {
            // The client is gone already.
            var unused = client.close();
            return;
        }
        InetAddress address = remote.getAddress();
        if (!door.enter(address)) {
            log.atInfo()
                    .addKeyValue("client", Addresses.text(remote))
                    .addKeyValue("listener", listener.name())
                    .log("too many connections");
            client.writeAndFlush(Unpooled.wrappedBuffer(ENOUGH.render())).addListener(ChannelFutureListener.CLOSE);
            return;
        }
        client.closeFuture().addListener(closed -> door.leave(address));
        clients.add(client);
        client.pipeline().addLast(new ServerConnection(listener, sessions, queue, lossy));
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
