package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.session.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who comes through a proxy. The site acme may trigger from 127.0.0.0/8. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ProxyHeaderTest {
    private static final int HEADERS = 300;
    private static final byte[] V2 = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    private final TestServer server = new TestServer(true);

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void theClientIsWhomTheProxyNames() throws IOException {
        assertThat(etrn(v1("TCP4 127.0.0.5 192.0.2.2 40000 25"))).startsWith("253");
        assertThat(etrn(v1("TCP4 203.0.113.9 192.0.2.2 40000 25"))).startsWith("459");
        assertThat(etrn(v1("TCP6 2001:db8::9 2001:db8::1 40000 25"))).startsWith("459");
        assertThat(etrn(v2(0x21, 0x11, 127, 0, 0, 5, 192, 0, 2, 2, 156, 64, 0, 25)))
                .startsWith("253");
        assertThat(etrn(v2(0x21, 0x11, 203, 0, 113, 9, 192, 0, 2, 2, 156, 64, 0, 25)))
                .startsWith("459");
    }

    @Test
    void aProxyThatSpeaksForNobodyIsItself() throws IOException {
        assertThat(etrn(v1("UNKNOWN"))).startsWith("253");
        assertThat(etrn(v2(0x20, 0x00))).startsWith("253");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TCP4 203.0.113.9 192.0.2.2 40000",
                "TCP4 203.0.113.999 192.0.2.2 40000 25",
                "TCP4 host.example 192.0.2.2 40000 25",
                "TCP4 203.0.113.9 192.0.2.2 400000 25",
                "TCP6 203.0.113.9 192.0.2.2 40000 25",
                "UDP4 203.0.113.9 192.0.2.2 40000 25",
                "",
            })
    void aHeaderThatIsNoneEndsTheConnection(String header) throws IOException {
        assertThat(etrn(v1(header))).isEmpty();
    }

    @Test
    void commandsInsteadOfAHeaderEndTheConnection() throws IOException {
        assertThat(etrn("EHLO a.example\r\n".getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
        assertThat(etrn(v1("TCP4 " + "9".repeat(200)))).isEmpty();
        assertThat(etrn(v2(0x21, 0x31, 1, 2, 3))).isEmpty();
    }

    /** The way to a socket file is as long as that of two addresses of 108 octets, and may read like any other text. */
    @Test
    void aSocketFileIsNoClientWhateverItIsCalled() throws IOException {
        int[] files = new int[216];
        System.arraycopy("127.0.0.5".chars().toArray(), 0, files, 0, 9);
        assertThat(etrn(v2(0x21, 0x31, files))).isEmpty();
    }

    @Test
    void aHeaderIsNotEndless() throws IOException {
        assertThat(etrn(v2(0x21, 0x11, withExtras(2_000)))).startsWith("253");
        assertThat(etrn(v2(0x21, 0x11, withExtras(3_000)))).isEmpty();
    }

    /** From 127.0.0.5, with padding (PP2_TYPE_NOOP) of so many octets. */
    private static int[] withExtras(int length) {
        int[] addresses = {127, 0, 0, 5, 192, 0, 2, 2, 156, 64, 0, 25, 4, length >> 8, length & 0xFF};
        return Arrays.copyOf(addresses, addresses.length + length);
    }

    /** Octets that trickle in do not prolong it. */
    @Test
    void aHeaderThatDoesNotComeInTimeEndsTheConnection() {
        EmbeddedChannel channel = new EmbeddedChannel() {
            @Override
            protected SocketAddress remoteAddress0() {
                return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
            }
        };
        channel.freezeTime();
        ProxyHeader.expect(channel, client -> {});
        pass(channel, 4);
        channel.writeInbound(Unpooled.copiedBuffer("PROXY ", StandardCharsets.US_ASCII));
        assertThat(channel.isOpen()).isTrue();
        pass(channel, 1);
        assertThat(channel.isOpen()).isFalse();
    }

    private static void pass(EmbeddedChannel channel, int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    @Test
    void whoIsNoProxyHasNoSay() throws IOException {
        try (Wire client = new Wire(server.open(Service.TRIGGER))) {
            client.octets(v1("TCP4 203.0.113.9 192.0.2.2 40000 25"));
            client.send("ETRN acme.example");
            assertThat(client.reply()).startsWith("220");
            assertThat(client.reply()).startsWith("500");
            assertThat(client.reply()).startsWith("253");
        }
    }

    @Test
    void theStrictPortSendsWhoClaimsToBeAProxyAway() throws IOException {
        try (Wire client = new Wire(server.open(Service.SMTP))) {
            client.octets(v1("TCP4 203.0.113.9 192.0.2.2 40000 25"));
            assertThat(client.rest()).startsWith("5").hasLineCount(1);
        }
    }

    @Test
    void aClientsLimitIsItsOwnAndNotTheProxys() throws IOException {
        InetSocketAddress address = server.openBehindProxy(Service.TRIGGER, ListenerTls.NONE);
        try (Wire a = through(address, "203.0.113.9");
                Wire b = through(address, "203.0.113.9")) {
            assertThat(a.reply()).startsWith("220");
            assertThat(b.reply()).startsWith("220");
            try (Wire c = through(address, "203.0.113.9");
                    Wire d = through(address, "203.0.113.10")) {
                assertThat(c.reply()).startsWith("421");
                assertThat(d.reply()).startsWith("220");
            }
        }
    }

    @Test
    void tlsBeginsBehindTheHeader(@TempDir Path folder) throws Exception {
        TestTls keys = new TestTls(folder);
        server.tls.replace(List.of(keys.identity()), List.of());
        ListenerTls implicit = new ListenerTls(ListenerTls.Mode.IMPLICIT, ListenerTls.ClientCertificates.NONE);
        try (Wire client = through(server.openBehindProxy(Service.TRIGGER, implicit), "127.0.0.5")) {
            client.secure(keys.client(), "localhost").send("ETRN acme.example");
            assertThat(client.reply()).startsWith("220");
            assertThat(client.reply()).startsWith("253");
        }
    }

    /** {@code -Dproxy.seed=N} repeats a run. */
    @Test
    void noHeaderLeavesAConnectionBehind() throws IOException {
        long seed = Long.getLong("proxy.seed", System.nanoTime());
        System.out.println("proxy.seed=" + seed);
        Random random = new Random(seed);
        InetSocketAddress address = server.openBehindProxy(Service.TRIGGER, ListenerTls.NONE);
        List<byte[]> valid = List.of(
                v1("TCP4 203.0.113.9 192.0.2.2 40000 25"),
                v1("TCP6 2001:db8::9 2001:db8::1 40000 25"),
                v2(0x21, 0x11, 203, 0, 113, 9, 192, 0, 2, 2, 156, 64, 0, 25));
        for (int i = 0; i < HEADERS; i++) {
            byte[] header = valid.get(random.nextInt(valid.size())).clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                header[random.nextInt(header.length)] = (byte) random.nextInt(256);
            }
            try (Wire client = new Wire(address)) {
                client.octets(Arrays.copyOf(header, random.nextInt(header.length + 1)));
                client.endOutput();
                // Throws if the end does not come in time.
                client.rest();
            } catch (SocketException e) {
                // Cut before all was read.
            }
        }
        await().until(() -> server.server.connections() == 0);
        assertThat(etrn(v1("TCP4 127.0.0.5 192.0.2.2 40000 25"))).startsWith("253");
    }

    private static Wire through(InetSocketAddress address, String client) throws IOException {
        Wire wire = new Wire(address);
        wire.octets(v1("TCP4 " + client + " 192.0.2.2 40000 25"));
        return wire;
    }

    /** The answer to an ETRN behind a header; empty if there is none. */
    private String etrn(byte[] header) throws IOException {
        try (Wire client = new Wire(server.openBehindProxy(Service.TRIGGER, ListenerTls.NONE))) {
            client.octets(header);
            client.send("ETRN acme.example");
            return client.reply().startsWith("220") ? client.reply() : "";
        } catch (SocketException e) {
            // Cut before all was sent.
            return "";
        }
    }

    private static byte[] v1(String text) {
        return ("PROXY " + text + "\r\n").getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] v2(int command, int family, int... addresses) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(V2);
        out.write(command);
        out.write(family);
        out.writeBytes(ByteBuffer.allocate(2).putShort((short) addresses.length).array());
        for (int octet : addresses) {
            out.write(octet);
        }
        return out.toByteArray();
    }
}
