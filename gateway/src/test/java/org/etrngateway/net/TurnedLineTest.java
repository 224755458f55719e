package org.etrngateway.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.delivery.Connector;
import org.etrngateway.delivery.Connector.Connection;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.session.ServerProfile;
import org.etrngateway.session.ServerSession;
import org.etrngateway.session.Service;
import org.etrngateway.session.SessionPolicy;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The swap of roles on a real socket. */
class TurnedLineTest {
    private static final Reply TURNED = Reply.of(250, "2.0.0", "OK, now reversing the connection");

    private final ServerTls tls = new ServerTls();
    private final Transport transport = new Transport(2);

    @TempDir
    private Path folder;

    private final CompletableFuture<Reply> answer = new CompletableFuture<>();
    private final CompletableFuture<Connector> line = new CompletableFuture<>();
    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private final CompletableFuture<Connection> connection = new CompletableFuture<>();
    private final SmtpServer server = new SmtpServer(
            transport,
            (listener, local, client, turned, actions) -> {
                line.complete(turned);
                return new ServerSession(profile(listener, client), granting(), actions);
            },
            new MemoryQueue(domain -> Optional.empty(), Map.of(), Clock.systemUTC()),
            new Door() {
                @Override
                public boolean enter(InetAddress client) {
                    return true;
                }

                @Override
                public void leave(InetAddress client) {
                    events.add("left");
                }
            },
            tls);

    /** Of ATRN it says what the test says, and is asked nothing else but what needs no answer. */
    private SessionPolicy granting() {
        return (SessionPolicy) Proxy.newProxyInstance(
                TurnedLineTest.class.getClassLoader(),
                new Class<?>[] {SessionPolicy.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "turn" -> answer;
                    case "mechanisms" -> List.of();
                    default -> null;
                });
    }

    private static ServerProfile profile(Listener listener, InetSocketAddress client) {
        return new ServerProfile(
                DomainName.parse("mx.isp.example"),
                Service.ODMR,
                listener.tls(),
                1_000_000,
                10,
                100,
                10,
                10,
                WishesConfig.STANDARD,
                false,
                client,
                Clock.systemUTC());
    }

    @AfterEach
    void end() {
        server.close(Duration.ofSeconds(1));
        transport.close();
        tls.close();
    }

    /** A client that has said ATRN, and what it said in the same breath. */
    private Wire ask(String... behind) throws IOException {
        return ask(new Wire(server.open(TestServer.listener(Service.ODMR, ListenerTls.NONE, 10))), behind);
    }

    private static Wire ask(Wire wire, String... behind) throws IOException {
        wire.reply();
        wire.send("EHLO site.example").reply();
        return wire.send("ATRN" + (behind.length == 0 ? "" : "\r\n" + String.join("\r\n", behind)));
    }

    private void connect() {
        line.join().connect(new InetSocketAddress(0), Optional.empty(), Duration.ofSeconds(1), new Recorder());
    }

    private String event() throws InterruptedException {
        return String.valueOf(events.poll(10, TimeUnit.SECONDS));
    }

    @Test
    void theRolesAreSwappedAndNothingThatWasReadBeforeIsHeard() throws Exception {
        try (Wire site = ask("NOOP", "220 too.early.example")) {
            connect();
            answer.complete(TURNED);
            assertThat(site.reply()).startsWith("250 2.0.0 OK, now");
            assertThat(event()).isEqualTo("connected");
            site.send("220 site.example");
            assertThat(event()).isEqualTo("220 site.example");
            say("EHLO mx.isp.example\r\n");
            assertThat(site.line()).as("and no reply to NOOP").isEqualTo("EHLO mx.isp.example");
            site.send("QUIT");
            assertThat(event()).as("what the site says is no command any more").isEqualTo("QUIT");
            connection.join().execute(() -> connection.join().close());
            assertThat(site.rest()).isEmpty();
            assertThat(List.of(event(), event())).containsExactlyInAnyOrder("closed", "left");
        }
    }

    @Test
    void theTlsOfTheConnectionStaysAndEachLineCanHaveItsRecord() throws Exception {
        TestTls site = new TestTls(folder);
        tls.replace(List.of(site.identity()), List.of());
        ListenerTls implicit = new ListenerTls(ListenerTls.Mode.IMPLICIT, ListenerTls.ClientCertificates.NONE);
        InetSocketAddress address = server.open(TestServer.listener(Service.ODMR, implicit, 10));
        try (Wire wire = ask(new Wire(address).secure(site.client(), "localhost"))) {
            connect();
            answer.complete(TURNED);
            wire.reply();
            assertThat(event()).isEqualTo("connected");
            wire.send("220 site.example");
            assertThat(event()).isEqualTo("220 site.example");
            say("one\r\n", "two\r\n");
            assertThat(wire.read()).as("one record of both").isEqualTo("one\r\ntwo\r\n");
            connection.join().execute(() -> connection.join().separateRecords());
            say("one\r\n", "two\r\n");
            // A read of the JDK's brings no more than a record.
            assertThat(wire.read()).isEqualTo("one\r\n");
            assertThat(wire.read()).isEqualTo("two\r\n");
        }
    }

    private void say(String... pieces) {
        Connection open = connection.join();
        open.execute(() -> {
            for (String piece : pieces) {
                open.send(ByteBuffer.wrap(piece.getBytes(StandardCharsets.US_ASCII)));
            }
            open.flush();
        });
    }

    @Test
    void aLineIsTurnedForOneOnly() throws Exception {
        try (Wire site = ask()) {
            connect();
            connect();
            assertThat(event()).isEqualTo("closed");
            answer.complete(TURNED);
            site.reply();
            assertThat(event()).isEqualTo("connected");
        }
    }

    @Test
    void halfAConnectionIsNone() throws Exception {
        try (Wire site = ask()) {
            connect();
            answer.complete(TURNED);
            site.reply();
            assertThat(event()).isEqualTo("connected");
            site.endOutput();
            assertThat(List.of(event(), event())).containsExactlyInAnyOrder("closed", "left");
        }
    }

    @Test
    void aSiteThatIsGoneBeforeTheAnswerIsALineThatIsClosed() throws Exception {
        Wire site = ask();
        connect();
        site.close();
        answer.complete(TURNED);
        String first = event();
        // The end may be heard behind the answer: then there was a turn, which ends at once.
        String next = first.equals("connected") ? event() : first;
        assertThat(List.of(next, event())).containsExactlyInAnyOrder("closed", "left");
        connect();
        assertThat(event()).isEqualTo("closed");
    }

    @Test
    void aRefusalLeavesTheRolesAndRunsWhatCameBehind() throws Exception {
        try (Wire site = ask("NOOP")) {
            answer.complete(Reply.of(453, "4.2.0", "You have no mail"));
            assertThat(site.reply()).startsWith("453 ");
            assertThat(site.reply()).startsWith("250 ");
            assertThat(site.send("QUIT").reply()).startsWith("221 ");
        }
    }

    @Test
    void anAnswerThatCannotBeFoundIsA451() throws Exception {
        try (Wire site = ask()) {
            answer.completeExceptionally(new IllegalStateException("on purpose"));
            assertThat(site.reply()).startsWith("451 ");
            assertThat(site.send("NOOP").reply()).startsWith("250 ");
        }
    }

    @Test
    void aServerThatEndsLeavesATurnedLineToWhoDeliversOverIt() throws Exception {
        try (Wire site = ask()) {
            connect();
            answer.complete(TURNED);
            site.reply();
            assertThat(event()).isEqualTo("connected");
            server.close(Duration.ofMinutes(1));
            site.send("220 site.example");
            assertThat(event()).isEqualTo("220 site.example");
        }
    }

    private final class Recorder implements Connector.Events {
        @Override
        public void connected(Connection opened) {
            connection.complete(opened);
            events.add("connected");
        }

        @Override
        public void received(ByteBuffer bytes) {
            events.add(StandardCharsets.US_ASCII.decode(bytes).toString().strip());
        }

        @Override
        public void writable() {}

        @Override
        public void secured(String protocol) {}

        @Override
        public void closed(String reason) {
            events.add("closed");
        }
    }
}
