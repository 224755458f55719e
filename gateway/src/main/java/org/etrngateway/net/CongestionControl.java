package org.etrngateway.net;

import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives a connection whose line loses packets by itself to BBR, where the kernel offers it: there it moves twice
 * what the loss-based ones do. Where packets are lost because a short queue was full, as the round trip time tells,
 * it moves less: it overruns the queue more often. Belongs to the thread of its connection.
 */
final class CongestionControl {
    private static final Logger log = LoggerFactory.getLogger(CongestionControl.class);

    private static final int LOSSY_LOOKS = 2;

    /** A round trip this many times the shortest has waited in a queue. */
    private static final double QUEUED = 1.25;

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final String BBR = "bbr";
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, BBR.length());
    private static final AtomicBoolean OFFERED = new AtomicBoolean(true);

    private final EpollSocketChannel channel;
    private final LossyLines lossy;
    private long retransmitted;
    private long shortestRoundTrip = Long.MAX_VALUE;
    private int lossyLooks;

    /**
     * @param channel connected
     * @param lossy a line that is known there has BBR from its beginning
     */
    CongestionControl(EpollSocketChannel channel, LossyLines lossy) {
        this.channel = channel;
        this.lossy = lossy;
        if (lossy.isKnown(channel.remoteAddress().getAddress())) {
            choose();
        }
    }

    /**
     * To be told now and then.
     *
     * @param total segments that were sent more than once so far
     * @param roundTrip smoothed, in microseconds
     */
    void look(long total, long roundTrip) {
        shortestRoundTrip = Math.min(shortestRoundTrip, roundTrip);
        boolean loses = total > retransmitted && roundTrip < QUEUED * shortestRoundTrip;
        retransmitted = total;
        if (loses && ++lossyLooks == LOSSY_LOOKS) {
            lossy.add(channel.remoteAddress().getAddress());
            choose();
        }
    }

    private void choose() {
        if (!OFFERED.get()) {
            return;
        }
        try {
            // A fresh buffer each time: the option uses it up.
            channel.config().setOption(OPTION, ByteBuffer.wrap(BBR.getBytes(StandardCharsets.US_ASCII)));
            log.atDebug().addKeyValue("remote", channel.remoteAddress()).log("the line loses packets: BBR");
        } catch (ChannelException e) {
            OFFERED.set(false);
            log.info("the kernel does not offer {}: lines that lose packets are slower than they could be", BBR);
        }
    }
}
