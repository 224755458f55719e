package org.etrngateway.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.etrngateway.delivery.Connector;

/** Opens connections to sites and relays, on the threads of a {@link Transport}. Thread-safe. */
public final class NettyConnector implements Connector {
    private final Transport transport;
    private final ClientTls tls;
    private final LossyLines lossy = new LossyLines();

    public NettyConnector(Transport transport, ClientTls tls) {
        this.transport = transport;
        this.tls = tls;
    }

    @Override
    public void connect(InetSocketAddress target, Optional<InetAddress> bind, Duration limit, Events events) {
        ClientConnection connection = new ClientConnection(events, tls, lossy);
        if (bind.filter(from -> from.getClass() != target.getAddress().getClass())
                .isPresent()) {
            // Neither kind of socket could do it, and the system's own words would not say why.
            connection.ended(Addresses.text(target) + " cannot be called from "
                    + bind.get().getHostAddress() + ": one is IPv4, the other IPv6");
            return;
        }
        Bootstrap bootstrap = transport
                .calling()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) Math.min(limit.toMillis(), Integer.MAX_VALUE))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline().addLast(connection);
                    }
                });
        bind.ifPresent(address -> bootstrap.localAddress(address, 0));
        bootstrap.connect(target).addListener((ChannelFuture done) -> {
            if (!done.isSuccess()) {
                connection.ended(failure(done.cause(), bind));
            }
        });
    }

    private static String failure(Throwable cause, Optional<InetAddress> bind) {
        if (bind.isPresent() && String.valueOf(cause.getMessage()).contains("assign requested address")) {
            return bind.get().getHostAddress() + ", from which to call, is no address of this machine now";
        }
        return cause instanceof ConnectTimeoutException ? "connection timed out" : ClientConnection.reason(cause);
    }
}
