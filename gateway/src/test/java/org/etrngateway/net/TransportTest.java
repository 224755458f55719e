package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class TransportTest {

    @Test
    void aShortWayIsNotPaced() throws Exception {
        assumeTrue(Epoll.isAvailable(), "the kernel is asked through epoll's options");
        try (Transport transport = new Transport(1);
                ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel channel = transport
                    .calling()
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(server.getLocalSocketAddress())
                    .sync()
                    .channel();
            Transport.pace((EpollSocketChannel) channel);
            assertThat(channel.config().getOption(Transport.MAX_PACING_RATE)).isNotEqualTo(Transport.UNBOUNDED);
        }
    }
}
