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
 * Gives a connection whose line loses packets to BBR, where the kernel offers it: there it moves twice what the
 * loss-based ones do. On a line that loses none it moves a little less, for it drains the line now and then to
 * measure it. Belongs to the thread of its connection.
 */
final class CongestionControl {
    private static final Logger log = LoggerFactory.getLogger(CongestionControl.class);

    /** Losses in one go are most likely the overshoot of the beginning. */
    private static final int LOSSY_LOOKS = 2;

    private static final int IPPROTO_TCP = 6;
    private static final int TCP_CONGESTION = 13;
    private static final String BBR = "bbr";
    private static final RawUnixChannelOption OPTION =
            new RawUnixChannelOption("TCP_CONGESTION", IPPROTO_TCP, TCP_CONGESTION, BBR.length());
    private static final AtomicBoolean OFFERED = new AtomicBoolean(true);

    private final EpollSocketChannel channel;
    private long retransmitted;
    private int lossyLooks;

    CongestionControl(EpollSocketChannel channel) {
        this.channel = channel;
    }

    /**
     * To be told now and then.
     *
     * @param total segments that were sent more than once so far
     */
    void look(long total) {
        boolean lossy = total > retransmitted;
        retransmitted = total;
        if (lossy && ++lossyLooks == LOSSY_LOOKS && OFFERED.get()) {
            choose();
        }
    }

    private void choose() {
        try {
            // A fresh buffer each time: the option uses it up.
            channel.config().setOption(OPTION, ByteBuffer.wrap(BBR.getBytes(StandardCharsets.US_ASCII)));
            log.atDebug().addKeyValue("remote", channel.remoteAddress()).log("the line loses packets: BBR from now on");
        } catch (ChannelException e) {
            OFFERED.set(false);
            log.info("the kernel does not offer {}: lines that lose packets are slower than they could be", BBR);
        }
    }
}
