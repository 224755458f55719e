package org.etrngateway.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollTcpInfo;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Connector.Cancellable;
import org.etrngateway.delivery.Connector.Connection;
import org.etrngateway.delivery.Connector.Events;
import org.etrngateway.delivery.Connector.Pulse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection that we opened, or that a site turned. A flush asked for while input is handed out waits for the end of that
 * input, so that what is sent in answer to several replies leaves as one write. Belongs to the thread
 * of its channel.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Connection {
    private static final Logger log = LoggerFactory.getLogger(ClientConnection.class);

    /** Newer JDKs name the alert before the reason. */
    private static final Pattern ALERT = Pattern.compile("^\\([a-z_]+\\) ");

    private static final String CLOSED = "connection closed by the other side";

    private final Events events;
    private final ClientTls tls;
    private final LossyLines lossy;
    private ChannelHandlerContext channel;
    private Optional<CongestionControl> congestion = Optional.empty();
    private boolean reading;
    private boolean flushAfter;
    private boolean over;
    private String reason = CLOSED;

    ClientConnection(Events events, ClientTls tls, LossyLines lossy) {
        this.events = events;
        this.tls = tls;
        this.lossy = lossy;
    }

    /** A connection that was turned is there already. */
    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (context.channel().isActive()) {
            channelActive(context);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        channel = context;
        if (context.channel() instanceof EpollSocketChannel socket) {
            Transport.pace(socket);
            congestion = Optional.of(new CongestionControl(socket, lossy));
        }
        events.connected(this);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            reading = true;
            if (!over) {
                events.received(bytes.nioBuffer());
            }
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        reading = false;
        if (flushAfter) {
            flushAfter = false;
            context.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && !over) {
            events.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess() && !over) {
            events.secured(context.pipeline()
                    .get(SslHandler.class)
                    .engine()
                    .getSession()
                    .getProtocol());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        ended(reason);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        reason = reason(cause);
        if (cause instanceof RuntimeException && !(cause instanceof DecoderException)) {
            log.atError().setCause(cause).addKeyValue("remote", remote()).log("session failed");
        }
        var unused = context.close();
    }

    /** The end, or the connection never came about. */
    void ended(String why) {
        if (!over) {
            over = true;
            events.closed(why);
        }
    }

    /** What went wrong, in a few words for an operator. */
    static String reason(Throwable cause) {
        if (cause instanceof ClosedChannelException) {
            // What was still to be written; it has no words of its own.
            return CLOSED;
        }
        Throwable known = cause.getCause() instanceof SSLException tls ? tls : cause;
        String text = known.getMessage() == null ? known.getClass().getSimpleName() : known.getMessage();
        // The transport appends the address, and says which system call it was.
        String words = text.contains("refused")
                ? "connection refused"
                : text.contains("reset") || text.contains("Broken pipe") ? "connection reset by the other side" : text;
        return known instanceof SSLException ? "TLS: " + ALERT.matcher(words).replaceFirst("") : words;
    }

    @Override
    public InetSocketAddress remote() {
        return (InetSocketAddress) channel.channel().remoteAddress();
    }

    @Override
    public InetSocketAddress local() {
        return (InetSocketAddress) channel.channel().localAddress();
    }

    @Override
    public void send(ByteBuffer bytes) {
        var unused = channel.write(Unpooled.wrappedBuffer(bytes), channel.voidPromise());
    }

    @Override
    public void flush() {
        if (reading) {
            flushAfter = true;
        } else {
            channel.flush();
        }
    }

    @Override
    public boolean isWritable() {
        return channel.channel().isWritable();
    }

    @Override
    public void startTls(String serverName, TlsMode mode) {
        SslHandler handler = tls.handler(channel.alloc(), serverName, remote().getPort(), mode);
        channel.pipeline().addFirst(handler);
    }

    @Override
    public void separateRecords() {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler != null) {
            handler.setWrapDataSize(0);
        }
    }

    @Override
    public void close() {
        reason = "closed";
        // What was sent before goes out first.
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    @Override
    public void abort() {
        reason = "given up";
        if (channel.channel().isOpen()) {
            channel.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        var unused = channel.close();
    }

    @Override
    public Optional<Pulse> pulse() {
        return tcp().map(ClientConnection::pulse);
    }

    @Override
    public void tune() {
        tcp().ifPresent(info -> congestion.ifPresent(control -> control.look(info.totalRetrans(), info.rtt())));
    }

    private Optional<EpollTcpInfo> tcp() {
        return channel.channel() instanceof EpollSocketChannel socket && socket.isOpen()
                ? Optional.of(socket.tcpInfo())
                : Optional.empty();
    }

    private static Pulse pulse(EpollTcpInfo info) {
        return new Pulse(
                Duration.of(info.rtt(), ChronoUnit.MICROS), Duration.ofMillis(info.lastAckRecv()), info.unacked() > 0);
    }

    @Override
    public long nanoTime() {
        return channel.executor().ticker().nanoTime();
    }

    @Override
    public void execute(Runnable task) {
        channel.executor().execute(() -> guarded(task));
    }

    @Override
    public Cancellable schedule(Duration delay, Runnable task) {
        Future<?> timer = channel.executor().schedule(() -> guarded(task), delay.toNanos(), TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    private void guarded(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            exceptionCaught(channel, e);
        }
    }
}
