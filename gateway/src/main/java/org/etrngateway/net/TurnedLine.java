package org.etrngateway.net;

import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.etrngateway.delivery.Connector;

/**
 * A client's own connection as one that we may use as client, once, when the roles are swapped (RFC 2645 §5.3). Who
 * connects over it waits until the session of the other role has written its last reply; TLS stays as it is. {@link
 * #connect} may be called from any thread, the rest belongs to that of the connection.
 */
final class TurnedLine implements Connector {
    private final Executor thread;
    private final LossyLines lossy;
    private Optional<ClientConnection> waiting = Optional.empty();
    private Optional<ChannelHandlerContext> turned = Optional.empty();
    private boolean over;

    /**
     * @param thread of the connection
     * @param lossy the lines that are known to lose packets
     */
    TurnedLine(Executor thread, LossyLines lossy) {
        this.thread = thread;
        this.lossy = lossy;
    }

    /** The target and the rest are those of the connection, whatever is given. */
    @Override
    public void connect(InetSocketAddress target, Optional<InetAddress> bind, Duration limit, Events events) {
        thread.execute(() -> {
            if (over || waiting.isPresent()) {
                events.closed("the site has closed its connection");
                return;
            }
            // A turned connection has the TLS that it has.
            ClientConnection connection = new ClientConnection(events, new ClientTls(Optional.empty()), lossy);
            waiting = Optional.of(connection);
            turned.ifPresent(old -> replace(old, connection));
        });
    }

    /**
     * The last reply is written, and nothing that was read before counts.
     *
     * @param old the handler of the session that is over
     */
    void turn(ChannelHandlerContext old) {
        turned = Optional.of(old);
        waiting.ifPresent(connection -> replace(old, connection));
    }

    private void replace(ChannelHandlerContext old, ChannelHandler connection) {
        // Half a connection is none to a client: it gets no replies.
        old.channel().config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, false);
        Transport.callOver(old.channel());
        old.pipeline().replace(old.handler(), null, connection);
    }

    /** The connection is gone. */
    void lost() {
        over = true;
        waiting.filter(connection -> turned.isEmpty())
                .ifPresent(connection -> connection.ended("the site has closed its connection"));
    }
}
