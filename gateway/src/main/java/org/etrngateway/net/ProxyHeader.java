package org.etrngateway.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol.AddressFamily;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.etrngateway.address.IpAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for the header by which a proxy says who its client is (the PROXY protocol of HAProxy, version 1 or 2), and then
 * leaves the pipeline. What is no such header, or comes too late, closes the connection. Belongs to one thread.
 */
final class ProxyHeader extends ChannelInboundHandlerAdapter {
    private static final Logger log = LoggerFactory.getLogger(ProxyHeader.class);
    /** A proxy sends it at once, as its first segment. */
    private static final int TIME_LIMIT_SECONDS = 5;
    /** Octets of what else a header of version 2 may say, of which we use nothing. */
    private static final int LONGEST_EXTRAS = 2_048;

    private final Consumer<InetSocketAddress> known;
    private Future<?> deadline;

    private ProxyHeader(Consumer<InetSocketAddress> known) {
        this.known = known;
    }

    /**
     * Expects a header as the first that comes.
     *
     * @param known told who the client is; the proxy itself where it speaks for nobody
     */
    static void expect(Channel channel, Consumer<InetSocketAddress> known) {
        channel.pipeline().addLast(new HAProxyMessageDecoder(LONGEST_EXTRAS), new ProxyHeader(known));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        deadline = context.executor()
                .schedule(() -> refuse(context, "it did not come in time"), TIME_LIMIT_SECONDS, TimeUnit.SECONDS);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        deadline.cancel(false);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        HAProxyMessage header = (HAProxyMessage) message;
        try {
            InetSocketAddress client = client(context, header);
            known.accept(client);
            context.pipeline().remove(this);
        } catch (IllegalArgumentException e) {
            refuse(context, e.getMessage());
        } finally {
            header.release();
        }
    }

    private static InetSocketAddress client(ChannelHandlerContext context, HAProxyMessage header) {
        AddressFamily family = header.proxiedProtocol().addressFamily();
        if (header.command() == HAProxyCommand.LOCAL || family == AddressFamily.AF_UNSPEC) {
            return (InetSocketAddress) context.channel().remoteAddress();
        }
        if (family == AddressFamily.AF_UNIX) {
            throw new IllegalArgumentException("its client is none of the Internet");
        }
        return new InetSocketAddress(IpAddress.parse(header.sourceAddress()), header.sourcePort());
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            refuse(context, "it ends before its end");
        } else {
            context.fireUserEventTriggered(event);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        refuse(context, cause instanceof DecoderException ? "it is none" : String.valueOf(cause.getMessage()));
    }

    private static void refuse(ChannelHandlerContext context, String reason) {
        if (context.channel().isActive()) {
            log.atWarn()
                    .addKeyValue("proxy", Addresses.text((InetSocketAddress)
                            context.channel().remoteAddress()))
                    .addKeyValue("reason", reason)
                    .log("a proxy sent no PROXY header that can be used");
        }
        var unused = context.close();
    }
}
