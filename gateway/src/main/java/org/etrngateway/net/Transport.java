package org.etrngateway.net;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What carries the sockets: epoll where its native part loads, else NIO. The choice and all socket
 * options are made here and nowhere else. One group of threads serves listeners, clients and reverse
 * sessions alike. Thread-safe.
 */
public final class Transport implements AutoCloseable {
    private static final int BACKLOG = 1024;
    /** Small to begin with, for most connections are idle or say little; it grows with what is read. */
    private static final int FIRST_READ = 2048;

    private static final int LARGEST_READ = 64 * 1024;
    /** Unsent octets kept by us, and again by the kernel: more would only delay what matters next. */
    private static final int LOW_MARK = 32 * 1024;

    private static final int HIGH_MARK = 64 * 1024;

    private static final int SOL_SOCKET = 1;
    private static final int SO_MAX_PACING_RATE = 47;

    /**
     * Any bound has TCP spread over the round trip what it may send, where it would send it at once: that is more than
     * the buffer of a slow line holds.
     */
    static final IntegerUnixChannelOption MAX_PACING_RATE =
            new IntegerUnixChannelOption("SO_MAX_PACING_RATE", SOL_SOCKET, SO_MAX_PACING_RATE);

    /** Microseconds of a round trip. */
    private static final long LONG_WAY = 20_000;

    /** Octets per second, more than any line takes. */
    static final int UNBOUNDED = 2_000_000_000;

    private final boolean epoll;
    private final EventLoopGroup group;

    /**
     * @param threads 1 or more; all connections share them
     */
    public Transport(int threads) {
        this(threads, Epoll.isAvailable());
    }

    Transport(int threads, boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("net", true), io);
    }

    /** {@code epoll} or {@code nio}, for the log. */
    public String name() {
        return epoll ? "epoll" : "nio";
    }

    ServerBootstrap listening() {
        Class<? extends ServerChannel> kind = epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        return new ServerBootstrap()
                .group(group, group)
                .channel(kind)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads());
    }

    Bootstrap calling() {
        Class<? extends Channel> kind = epoll ? EpollSocketChannel.class : NioSocketChannel.class;
        Bootstrap bootstrap = new Bootstrap()
                .group(group)
                .channel(kind)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, new WriteBufferWaterMark(LOW_MARK, HIGH_MARK))
                .option(ChannelOption.RECVBUF_ALLOCATOR, reads());
        return epoll ? bootstrap.option(EpollChannelOption.TCP_NOTSENT_LOWAT, (long) HIGH_MARK) : bootstrap;
    }

    /** Suits a connection that a client opened to be used by us as client. */
    static void callOver(Channel channel) {
        channel.config().setWriteBufferWaterMark(new WriteBufferWaterMark(LOW_MARK, HIGH_MARK));
        if (channel instanceof EpollSocketChannel socket) {
            socket.config().setTcpNotSentLowAt(HIGH_MARK);
        }
    }

    /** Has TCP pace what goes over a long way; on a short one the pauses would cost more than they save. */
    static void pace(EpollSocketChannel connected) {
        if (connected.tcpInfo().rtt() >= LONG_WAY) {
            connected.config().setOption(MAX_PACING_RATE, UNBOUNDED);
        }
    }

    private static AdaptiveRecvByteBufAllocator reads() {
        return new AdaptiveRecvByteBufAllocator(FIRST_READ, FIRST_READ, LARGEST_READ);
    }

    /** Ends the threads; what is still open is cut. */
    @Override
    public void close() {
        group.shutdownGracefully(0, Duration.ofSeconds(1).toMillis(), TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
