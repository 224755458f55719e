package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.etrngateway.address.IpAddress;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Connector.Connection;
import org.etrngateway.delivery.Connector.Events;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class NettyConnectorTest {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final Transport TRANSPORT = new Transport(1);

    @TempDir
    private static Path folder;

    private static TestTls tls;

    @BeforeAll
    static void certificate() throws Exception {
        tls = new TestTls(folder);
    }

    @AfterAll
    static void end() {
        TRANSPORT.close();
    }

    /** What happened, in words, and the connection once it is there. */
    private static final class Recorder implements Events {
        private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
        private volatile Connection connection;

        @Override
        public void connected(Connection open) {
            connection = open;
            events.add("connected");
        }

        @Override
        public void received(ByteBuffer bytes) {
            events.add("received " + StandardCharsets.US_ASCII.decode(bytes));
        }

        @Override
        public void writable() {
            events.add("writable");
        }

        @Override
        public void secured(String protocol) {
            events.add("secured " + protocol);
        }

        @Override
        public void closed(String reason) {
            events.add("closed " + reason);
        }

        String next() throws InterruptedException {
            return String.valueOf(events.poll(10, TimeUnit.SECONDS));
        }
    }

    private static Recorder connect(ServerSocket server, ClientTls clientTls) {
        Recorder recorder = new Recorder();
        InetSocketAddress target = new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort());
        new NettyConnector(TRANSPORT, clientTls).connect(target, Optional.empty(), LIMIT, recorder);
        return recorder;
    }

    private static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    }

    @Test
    void octetsGoBothWaysAndTheEndIsToldOnce() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, new ClientTls(Optional.empty()));
            try (Socket accepted = server.accept()) {
                assertThat(site.next()).isEqualTo("connected");
                accepted.getOutputStream().write("220 hi".getBytes(StandardCharsets.US_ASCII));
                assertThat(site.next()).isEqualTo("received 220 hi");
                site.connection.execute(() -> {
                    site.connection.send(ByteBuffer.wrap(new byte[] {'E', 'H'}));
                    site.connection.send(ByteBuffer.wrap(new byte[] {'L', 'O'}));
                    site.connection.flush();
                });
                assertThat(accepted.getInputStream().readNBytes(4)).asString().isEqualTo("EHLO");
            }
            assertThat(site.next()).startsWith("closed ");
            site.connection.execute(site.connection::close);
            site.connection.execute(() -> site.events.add("nothing more"));
            assertThat(site.next()).isEqualTo("nothing more");
        }
    }

    @Test
    void whatIsSentBeforeCloseArrives() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, new ClientTls(Optional.empty()));
            try (Socket accepted = server.accept()) {
                assertThat(site.next()).isEqualTo("connected");
                site.connection.execute(() -> {
                    site.connection.send(ByteBuffer.wrap("QUIT\r\n".getBytes(StandardCharsets.US_ASCII)));
                    site.connection.close();
                });
                assertThat(accepted.getInputStream().readAllBytes()).asString().isEqualTo("QUIT\r\n");
                assertThat(site.next()).startsWith("closed ");
            }
        }
    }

    @Test
    void anEndDuringAWriteIsToldInWords() {
        assertThat(ClientConnection.reason(new ClosedChannelException()))
                .isEqualTo("connection closed by the other side");
        assertThat(ClientConnection.reason(new IOException("writevAddresses(..) failed: Broken pipe")))
                .isEqualTo("connection reset by the other side");
    }

    @Test
    void aRefusedConnectionIsToldInWords() throws Exception {
        ServerSocket gone = listen();
        gone.close();
        assertThat(connect(gone, new ClientTls(Optional.empty())).next()).isEqualTo("closed connection refused");
    }

    @Test
    void theCallComesFromTheAddressThatWasAskedFor() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = new Recorder();
            InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 0, 9});
            new NettyConnector(TRANSPORT, new ClientTls(Optional.empty()))
                    .connect(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                            Optional.of(from),
                            LIMIT,
                            site);
            try (Socket accepted = server.accept()) {
                assertThat(accepted.getInetAddress()).isEqualTo(from);
                assertThat(site.next()).isEqualTo("connected");
                assertThat(site.connection.local().getAddress()).isEqualTo(from);
            }
        }
    }

    @Test
    void anAddressThatIsNotOursIsNamed() throws Exception {
        try (ServerSocket server = listen()) {
            assertThat(callFrom(IpAddress.parse("192.0.2.77"), server))
                    .isEqualTo("closed 192.0.2.77, from which to call, is no address of this machine now");
        }
    }

    @Test
    void anAddressOfTheOtherKindIsNamed() throws Exception {
        try (ServerSocket server = listen()) {
            assertThat(callFrom(IpAddress.parse("::1"), server))
                    .matches(
                            "closed 127.0.0.1:\\d+ cannot be called from 0:0:0:0:0:0:0:1: one is IPv4, the other IPv6");
        }
    }

    private static String callFrom(InetAddress from, ServerSocket server) throws Exception {
        Recorder site = new Recorder();
        new NettyConnector(TRANSPORT, new ClientTls(Optional.empty()))
                .connect(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), server.getLocalPort()),
                        Optional.of(from),
                        LIMIT,
                        site);
        return site.next();
    }

    @Test
    void aSenderIsToldToWaitAndWhenToGoOn() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, new ClientTls(Optional.empty()));
            try (Socket accepted = server.accept()) {
                assertThat(site.next()).isEqualTo("connected");
                CompletableFuture<Integer> sent = new CompletableFuture<>();
                site.connection.execute(() -> {
                    int octets = 0;
                    while (site.connection.isWritable()) {
                        site.connection.send(ByteBuffer.allocate(8192));
                        site.connection.flush();
                        octets += 8192;
                    }
                    sent.complete(octets);
                });
                int octets = sent.get(10, TimeUnit.SECONDS);
                assertThat(accepted.getInputStream().readNBytes(octets)).hasSize(octets);
                assertThat(site.next()).isEqualTo("writable");
            }
        }
    }

    @Test
    void timersRunOnTheThreadOfTheEventsUnlessCalledOff() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, new ClientTls(Optional.empty()));
            assertThat(site.next()).isEqualTo("connected");
            site.connection.execute(() -> {
                site.connection
                        .schedule(Duration.ofMillis(1), () -> site.events.add("cancelled"))
                        .cancel();
                site.connection.schedule(
                        Duration.ofMillis(2),
                        () -> site.events.add(Thread.currentThread().getName()));
            });
            assertThat(site.next()).startsWith("net-");
        }
    }

    @Test
    void tlsWithABelievedCertificateProtects() throws Exception {
        assertThat(handshake(new ClientTls(Optional.of(tls.trust())), "mail.acme.example", TlsMode.REQUIRE))
                .isEqualTo("secured TLSv1.3");
    }

    @Test
    void aStrangeCertificateEndsTheConnectionWhereItIsVerified() throws Exception {
        assertThat(handshake(new ClientTls(Optional.empty()), "mail.acme.example", TlsMode.REQUIRE))
                .startsWith("closed TLS: ");
    }

    @Test
    void aCertificateForAnotherNameEndsTheConnection() throws Exception {
        assertThat(handshake(new ClientTls(Optional.of(tls.trust())), "mail.other.example", TlsMode.REQUIRE))
                .startsWith("closed TLS: ");
    }

    @Test
    void anyCertificateWillDoWhereItIsNotVerified() throws Exception {
        assertThat(handshake(new ClientTls(Optional.empty()), "mail.other.example", TlsMode.MAY))
                .isEqualTo("secured TLSv1.3");
    }

    @Test
    void aPinnedKeyWillDoWhoeverVouchesForIt() throws Exception {
        KeyPin pin = KeyPin.of(tls.certificate().getPublicKey());
        KeyPin other = KeyPin.parse("sha256/AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY=");
        ClientTls client = new ClientTls(Optional.empty());
        assertThat(handshake(client, "mail.other.example", TlsMode.pinned(Set.of(other, pin))))
                .isEqualTo("secured TLSv1.3");
        assertThat(handshake(client, "mail.acme.example", TlsMode.pinned(Set.of(other))))
                .isEqualTo("closed TLS: the server's key has the pin " + pin + ", which is not the site's");
    }

    /** A line that is up again costs no certificate, which is most of what a handshake sends. */
    @Test
    void theNextConnectionResumesTheSession() throws Exception {
        SSLContext server = tls.server();
        Set<Long> begun = new HashSet<>();
        ClientTls client = new ClientTls(Optional.of(tls.trust()));
        try (ServerSocket listening = listen()) {
            for (int i = 0; i < 3; i++) {
                Recorder site = connect(listening, client);
                assertThat(site.next()).isEqualTo("connected");
                try (SSLSocket secured =
                        secure(site, listening.accept(), server, "mail.acme.example", TlsMode.REQUIRE)) {
                    secured.startHandshake();
                    assertThat(site.next()).isEqualTo("secured TLSv1.3");
                    // What the server says next stands behind the ticket for the next time.
                    secured.getOutputStream().write("250 hello".getBytes(StandardCharsets.US_ASCII));
                    assertThat(site.next()).isEqualTo("received 250 hello");
                    begun.add(secured.getSession().getCreationTime());
                }
            }
        }
        assertThat(begun).hasSize(1);
    }

    @Test
    void plainOctetsInPlaceOfTheHandshakeEndTheConnection() throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, new ClientTls(Optional.empty()));
            try (Socket accepted = server.accept()) {
                assertThat(site.next()).isEqualTo("connected");
                CompletableFuture<Void> started = new CompletableFuture<>();
                site.connection.execute(() -> {
                    site.connection.startTls("mail.acme.example", TlsMode.MAY);
                    started.complete(null);
                });
                started.get(10, TimeUnit.SECONDS);
                accepted.getOutputStream().write("250 injected\r\n".getBytes(StandardCharsets.US_ASCII));
                assertThat(site.next()).startsWith("closed TLS: ");
            }
        }
    }

    /** Lets the client start TLS, and has the server ready for it. */
    private static SSLSocket secure(Recorder site, Socket accepted, SSLContext server, String name, TlsMode mode)
            throws IOException {
        site.connection.execute(() -> site.connection.startTls(name, mode));
        SSLSocket secured =
                (SSLSocket) server.getSocketFactory().createSocket(accepted, "client", accepted.getPort(), true);
        secured.setUseClientMode(false);
        secured.setSoTimeout(10_000);
        return secured;
    }

    /** Lets the client start TLS; returns its next event. */
    private static String handshake(ClientTls clientTls, String name, TlsMode mode) throws Exception {
        try (ServerSocket server = listen()) {
            Recorder site = connect(server, clientTls);
            try (Socket accepted = server.accept()) {
                assertThat(site.next()).isEqualTo("connected");
                try {
                    secure(site, accepted, tls.server(), name, mode).startHandshake();
                } catch (IOException e) {
                    // The client does not believe us: its event says so.
                }
                return site.next();
            }
        }
    }
}
