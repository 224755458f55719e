package org.etrngateway.net;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets the clients of one listener in while there is room for them: on the listener, and, once it is known who they are,
 * behind the {@link Door}. Who is one too many gets 421, or no handshake. Thread-safe.
 */
final class Admission extends ChannelInitializer<Channel> {
    private static final Logger log = LoggerFactory.getLogger(Admission.class);
    private static final Reply ENOUGH = Reply.of(421, "4.7.0", "Too many connections, try again later");

    private final Listener listener;
    private final Door door;
    private final BiConsumer<Channel, InetSocketAddress> welcome;
    private final AtomicInteger open = new AtomicInteger();

    /**
     * @param welcome serves a client whose address is known
     */
    Admission(Listener listener, Door door, BiConsumer<Channel, InetSocketAddress> welcome) {
        this.listener = listener;
        this.door = door;
        this.welcome = welcome;
    }

    @Override
    protected void initChannel(Channel channel) {
        InetSocketAddress remote = (InetSocketAddress) channel.remoteAddress();
        if (remote == null) {
            // The client is gone already.
            var unused = channel.close();
            return;
        }
        channel.closeFuture().addListener(closed -> open.decrementAndGet());
        if (open.incrementAndGet() > listener.connections()) {
            refuse(channel, remote);
        } else if (listener.isProxy(remote.getAddress())) {
            ProxyHeader.expect(channel, client -> admit(channel, client));
        } else {
            admit(channel, remote);
        }
    }

    private void admit(Channel channel, InetSocketAddress client) {
        if (door.enter(client.getAddress())) {
            channel.closeFuture().addListener(closed -> door.leave(client.getAddress()));
            welcome.accept(channel, client);
        } else {
            refuse(channel, client);
        }
    }

    private void refuse(Channel channel, InetSocketAddress client) {
        log.atInfo()
                .addKeyValue("client", Addresses.text(client))
                .addKeyValue("listener", listener.name())
                .log("too many connections");
        if (listener.tls().isImplicit()) {
            var unused = channel.close();
        } else {
            channel.writeAndFlush(Unpooled.wrappedBuffer(ENOUGH.render())).addListener(ChannelFutureListener.CLOSE);
        }
    }
}
