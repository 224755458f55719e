package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.session.Service;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** What only a socket shows: ends, limits, segments; with both transports. */
@ParameterizedClass
@ValueSource(booleans = {true, false})
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SmtpServerTest {
    private static final String[] MESSAGE = {
        "EHLO a.example", "MAIL FROM:<a@a.example>", "RCPT TO:<x@acme.example>", "DATA", "Subject: hi", "", "hi", "."
    };

    private final TestServer server;

    SmtpServerTest(boolean epoll) {
        server = new TestServer(epoll);
    }

    @AfterEach
    void end() {
        server.close();
    }

    @Test
    void whatCameBeforeTheClientClosedItsSideIsExecutedAndAnswered() throws IOException {
        try (Wire client = new Wire(server.open(Service.TRIGGER))) {
            String replies = client.send("EHLO a.example", "ETRN acme.example", "ETRN acme.example")
                    .endOutput()
                    .rest();
            assertThat(replies.lines().filter(line -> line.startsWith("253"))).hasSize(2);
            assertThat(server.triggers).hasSize(2);
        }
    }

    @Test
    void aClientThatSendsAndRunsHasItsTriggerGranted() throws IOException {
        InetSocketAddress address = server.open(Service.TRIGGER);
        try (Wire client = new Wire(address)) {
            client.send("ETRN acme.example");
        }
        await().until(() -> server.triggers.size() == 1);
    }

    @Test
    void aMessageUnderCommitIsAnsweredThoughTheClientHasClosedItsSide() throws IOException {
        server.queue.holdCommits();
        try (Wire client = new Wire(server.open(Service.SMTP))) {
            greet(client);
            transmit(client);
            client.endOutput();
            await().until(() -> server.queue.heldBack() == 1);
            server.queue.completeHeld();
            assertThat(client.rest()).startsWith("250 ");
            assertThat(server.held()).isEqualTo(1);
        }
    }

    @Test
    void repliesToOneSegmentComeInOne() throws IOException {
        try (Wire client = new Wire(server.open(Service.SMTP))) {
            greet(client);
            client.send("MAIL FROM:<>", "RCPT TO:<x@acme.example>", "RCPT TO:<y@acme.example>", "NOOP", "DATA");
            assertThat(client.read()).hasLineCount(5).endsWith("\r\n").contains("354");
        }
    }

    @Test
    void whoNamesTheTransactionOfALiveSessionGoesOnWithItAndThatSessionEnds() throws IOException {
        InetSocketAddress address = server.open(Service.SMTP);
        String mail = "MAIL FROM:<a@a.example> TRANSID=<1@a.example>";
        try (Wire first = new Wire(address);
                Wire second = new Wire(address)) {
            greet(first);
            first.send(mail, "RCPT TO:<x@acme.example>", "BDAT 13", "Subject: hi");
            for (int i = 0; i < 3; i++) {
                assertThat(first.reply()).startsWith("250");
            }
            greet(second);
            second.send(mail);
            assertThat(second.reply()).startsWith("355 13 ");
            assertThat(first.rest()).isEmpty();
            second.send("BDAT 7 LAST", "", "hi!");
            assertThat(second.reply()).startsWith("250 ");
            second.send(mail);
            assertThat(second.reply()).startsWith("355 20 ");
            second.send("BDAT 0 LAST");
            assertThat(second.reply()).startsWith("250 ");
            assertThat(server.held()).isEqualTo(1);
        }
    }

    @Test
    void aClientThatTalksBeforeTheGreetingIsSentAwayOnTheStrictPortOnly() throws IOException {
        InetSocketAddress strict = server.open(Service.SMTP);
        InetSocketAddress tolerant = server.open(Service.TRIGGER);
        // A client that has to wait for a processor between its two steps may be greeted first.
        await().until(() -> isSentAwayEarly(strict));
        try (Wire client = new Wire(tolerant).send("EHLO a.example", "QUIT")) {
            assertThat(client.rest()).startsWith("220").contains("\r\n221");
        }
    }

    private static boolean isSentAwayEarly(InetSocketAddress address) throws IOException {
        try (Wire client = new Wire(address).send("EHLO a.example")) {
            boolean early = client.line().startsWith("5");
            return early && client.rest().isEmpty();
        }
    }

    @Test
    void oneConnectionTooManyIsRefusedUntilAnotherEnds() throws IOException {
        InetSocketAddress address = server.open(Service.SMTP);
        try (Wire first = new Wire(address);
                Wire second = new Wire(address)) {
            assertThat(first.line()).startsWith("220");
            assertThat(second.line()).startsWith("220");
            try (Wire third = new Wire(address)) {
                assertThat(third.rest()).startsWith("421 4.7.0");
            }
        }
        await().until(() -> server.server.connections() == 0);
        try (Wire next = new Wire(address)) {
            assertThat(next.line()).startsWith("220");
        }
    }

    @Test
    void theServersEndIsSaidToClientsAndWaitsForCommits() throws Exception {
        server.queue.holdCommits();
        InetSocketAddress address = server.open(Service.SMTP);
        try (Wire idle = new Wire(address);
                Wire busy = new Wire(address)) {
            greet(idle);
            greet(busy);
            transmit(busy);
            await().until(() -> server.queue.heldBack() == 1);
            CompletableFuture<Void> end = CompletableFuture.runAsync(() -> server.server.close(Duration.ofSeconds(30)));
            assertThat(idle.rest()).startsWith("421");
            server.queue.completeHeld();
            assertThat(busy.rest()).startsWith("250 ").contains("\r\n421 ");
            end.get(30, TimeUnit.SECONDS);
            assertThatThrownBy(() -> new Wire(address)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aListenerThatIsFullLeavesRoomOnTheOthers() throws IOException {
        InetSocketAddress full = server.server.open(TestServer.listener(Service.SMTP, ListenerTls.NONE, 1));
        InetSocketAddress other = server.open(Service.TRIGGER);
        try (Wire first = new Wire(full)) {
            assertThat(first.reply()).startsWith("220");
            try (Wire second = new Wire(full);
                    Wire elsewhere = new Wire(other)) {
                assertThat(second.rest()).startsWith("421");
                assertThat(elsewhere.reply()).startsWith("220");
            }
        }
        await().untilAsserted(() -> {
            try (Wire next = new Wire(full)) {
                assertThat(next.reply()).startsWith("220");
            }
        });
    }

    @Test
    void aPortInUseIsReportedWithTheNameOfTheListener() {
        InetSocketAddress taken = server.open(Service.SMTP);
        assertThatThrownBy(() ->
                        server.server.open(new Listener("second", Service.SMTP, taken, ListenerTls.NONE, 1, List.of())))
                .isInstanceOf(ListenException.class)
                .hasMessageStartingWith("listener second cannot open 127.0.0.1:" + taken.getPort())
                .hasMessageContaining("in use");
    }

    @Test
    void aBigMessageIsTakenWhileTheQueueIsSlow() throws IOException {
        server.queue.holdCommits();
        try (Wire client = new Wire(server.open(Service.SMTP))) {
            greet(client);
            client.send("MAIL FROM:<>", "RCPT TO:<x@acme.example>", "DATA");
            for (int i = 0; i < 3; i++) {
                client.reply();
            }
            String line = "x".repeat(998);
            for (int i = 0; i < 4000; i++) {
                client.send(line);
            }
            client.send(".", "QUIT");
            await().until(() -> server.queue.heldBack() == 1);
            server.queue.completeHeld();
            assertThat(client.rest()).startsWith("250 ").contains("\r\n221 ");
            assertThat(server.queue
                            .summary(new org.etrngateway.address.SiteName("acme"))
                            .bytes())
                    .isGreaterThan(4_000_000);
        }
    }

    private static void greet(Wire client) throws IOException {
        assertThat(client.reply()).startsWith("220");
        client.send("EHLO a.example");
        assertThat(client.reply()).startsWith("250");
    }

    private static void transmit(Wire client) throws IOException {
        for (int i = 1; i < 4; i++) {
            client.send(MESSAGE[i]);
            assertThat(client.reply()).matches("250 .*|354 .*");
        }
        client.send("Subject: hi", "", "hi", ".");
    }
}
