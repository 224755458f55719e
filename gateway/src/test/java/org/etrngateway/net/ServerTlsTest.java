package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.ListenerTls.ClientCertificates;
import org.etrngateway.config.ListenerTls.Mode;
import org.etrngateway.session.Secured;
import org.etrngateway.session.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS as server against the JDK's own client; with both transports. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class ServerTlsTest {
    private static final ListenerTls STARTTLS = new ListenerTls(Mode.STARTTLS, ClientCertificates.NONE);
    private static final ListenerTls IMPLICIT = new ListenerTls(Mode.IMPLICIT, ClientCertificates.NONE);
    private static TestTls first;
    private static TestTls second;

    private final TestServer server;

    ServerTlsTest(boolean epoll) {
        server = new TestServer(epoll);
    }

    @BeforeAll
    static void make(@TempDir Path folder) throws Exception {
        first = new TestTls(folder, "first.isp.example", "EC");
        second = new TestTls(folder, "second.isp.example", "RSA");
    }

    @BeforeEach
    void certify() throws Exception {
        server.tls.replace(List.of(first.identity(), second.identity()), List.of());
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void aSessionBeginsUnderTlsAndEndsInOrder() throws Exception {
        try (Wire client = new Wire(server.open(Service.SMTP, IMPLICIT)).secure(first.client(), "first.isp.example")) {
            assertThat(client.tls().getProtocol()).isEqualTo("TLSv1.3");
            assertThat(client.reply()).startsWith("220");
            client.send("EHLO a.example");
            assertThat(client.reply()).startsWith("250");
            client.send("MAIL FROM:<>", "RCPT TO:<x@acme.example>", "DATA");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.reply()).startsWith("250");
            assertThat(client.reply()).startsWith("354");
            client.send("Subject: hi", "", "hi", ".", "QUIT");
            // An end without close_notify would throw.
            assertThat(client.rest()).startsWith("250 ").contains("\r\n221 ");
        }
        assertThat(server.held()).isEqualTo(1);
    }

    @Test
    void aSessionGoesOnUnderTls() throws Exception {
        try (Wire client = startTls()) {
            client.secure(first.client(), "first.isp.example");
            client.send("EHLO a.example");
            assertThat(client.reply()).startsWith("250");
        }
    }

    @Test
    void whatComesInsteadOfAHandshakeIsNotRun() throws IOException {
        InetSocketAddress address = server.open(Service.TRIGGER, STARTTLS);
        try (Wire client = new Wire(address)) {
            assertThat(client.reply()).startsWith("220");
            client.send("STARTTLS");
            assertThat(client.reply()).startsWith("220");
            client.send("ETRN acme.example", "QUIT");
            client.rest();
        }
        assertThat(server.triggers).isEmpty();
    }

    @Test
    void aClientIsShownTheCertificateForTheNameItAsksFor() throws Exception {
        InetSocketAddress address = server.open(Service.SMTP, IMPLICIT);
        assertThat(shown(address, first.client(), "first.isp.example")).isEqualTo("CN=first.isp.example");
        assertThat(shown(address, second.client(), "second.isp.example")).isEqualTo("CN=second.isp.example");
        assertThat(shown(address, first.client(), "other.isp.example")).isEqualTo("CN=first.isp.example");
    }

    @Test
    void newCertificatesAreShownToThoseWhoComeAndDisturbNobody() throws Exception {
        InetSocketAddress address = server.open(Service.SMTP, IMPLICIT);
        try (Wire before = new Wire(address).secure(first.client(), "first.isp.example")) {
            assertThat(before.reply()).startsWith("220");
            server.tls.replace(List.of(second.identity()), List.of());
            assertThat(shown(address, second.client(), "first.isp.example")).isEqualTo("CN=second.isp.example");
            before.send("NOOP");
            assertThat(before.reply()).startsWith("250");
        }
    }

    @Test
    void aClientMayShowACertificateThatNobodyVouchesFor() throws Exception {
        InetSocketAddress address = server.open(Service.SMTP, asking(ClientCertificates.OPTIONAL));
        shown(address, first.client(second.keys()), "first.isp.example");
        Secured facts = server.secured.get(0);
        assertThat(facts.certificate()).contains(second.certificate());
        assertThat(facts.trusted()).isFalse();
        assertThat(facts.protocol()).isEqualTo("TLSv1.3");
        shown(address, first.client(), "first.isp.example");
        assertThat(server.secured.get(1).certificate()).isEmpty();
    }

    @Test
    void aClientOfAnAuthorityOfOursIsTrusted() throws Exception {
        server.tls.replace(List.of(first.identity()), List.of(second.certificate()));
        InetSocketAddress address = server.open(Service.SMTP, asking(ClientCertificates.REQUIRED));
        shown(address, first.client(second.keys()), "first.isp.example");
        shown(address, first.client(first.keys()), "first.isp.example");
        assertThat(server.secured).extracting(Secured::trusted).containsExactly(true, false);
    }

    @Test
    void withoutTheCertificateThatIsRequiredThereIsNoSession() throws Exception {
        InetSocketAddress address = server.open(Service.SMTP, asking(ClientCertificates.REQUIRED));
        try (Wire client = new Wire(address)) {
            // In TLS 1.3 the client learns of it by its first read.
            assertThatThrownBy(() ->
                            client.secure(first.client(), "first.isp.example").rest())
                    .isInstanceOf(SSLException.class);
        }
        assertThat(server.secured).isEmpty();
    }

    @Test
    void aClientThatRunsInTheMidstOfAHandshakeLeavesNothingBehind() throws IOException {
        InetSocketAddress address = server.open(Service.SMTP, IMPLICIT);
        try (Wire client = new Wire(address)) {
            client.octets("\u0016\u0003\u0001".getBytes(StandardCharsets.ISO_8859_1));
            await().until(() -> server.server.connections() == 1);
        }
        await().until(() -> server.server.connections() == 0);
    }

    private static ListenerTls asking(ClientCertificates clients) {
        return new ListenerTls(Mode.IMPLICIT, clients);
    }

    private Wire startTls() throws IOException {
        Wire client = new Wire(server.open(Service.SMTP, STARTTLS));
        assertThat(client.reply()).startsWith("220");
        client.send("EHLO a.example");
        assertThat(client.reply()).startsWith("250");
        client.send("STARTTLS");
        assertThat(client.reply()).startsWith("220");
        return client;
    }

    private static String shown(InetSocketAddress address, SSLContext context, String name) throws IOException {
        try (Wire client = new Wire(address).secure(context, name)) {
            assertThat(client.reply()).startsWith("220");
            X509Certificate certificate = (X509Certificate) client.tls().getPeerCertificates()[0];
            return certificate.getSubjectX500Principal().getName();
        }
    }
}
