package org.etrngateway.net;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Chooses BBR for connections that carry mail to sites, where the kernel offers it: on lines that lose packets,
 * or whose buffers are small, it moves twice what the loss-based ones do. Thread-safe.
 */
final class CongestionControl {
    private static final Logger log = LoggerFactory.getLogger(CongestionControl.class);
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final String BBR = "bbr";
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, BBR.length());

    private volatile boolean offered = true;

    /** Sets it for a channel that is not connected yet, or leaves it as the system has it. */
    void apply(Channel channel) {
        if (!offered || !(channel instanceof EpollSocketChannel)) {
            return;
        }
        try {
            // A fresh buffer each time: the option uses it up.
            channel.config().setOption(OPTION, ByteBuffer.wrap(BBR.getBytes(StandardCharsets.US_ASCII)));
        } catch (ChannelException e) {
            offered = false;
            log.info("the kernel does not offer {}: connections to sites use what the system has chosen", BBR);
        }
    }
}
