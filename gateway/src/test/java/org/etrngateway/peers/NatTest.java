package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.address.IpAddress;
import org.etrngateway.peers.TurnClientsTest.Ran;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/** A site behind a real NAT, which nobody can call, gets its mail over the connection that it made itself. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("namespaces of scripts/nat")
class NatTest {
    private static final int MESSAGES = 500;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PROVIDER = "198.51.100.1";
    private static final String ROUTER = "198.51.100.2";
    private static final InetAddress LAN = IpAddress.parse("192.168.78.1");

    @TempDir
    private Path folder;

    private TurningGateway gateway;
    private RecordingSite site;
    private final int port = Ports.free();
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void holdMail() throws Exception {
        nat("up");
        gateway = TurningGateway.start(folder, PROVIDER);
        site = new RecordingSite(LAN, port);
        MailSamples samples = new MailSamples(1, "nat", "acme.example");
        List<Mail> mails = new ArrayList<>();
        for (int n = 0; n < MESSAGES; n++) {
            mails.add(samples.small());
        }
        try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
            sender.sendAll(mails);
        }
    }

    @AfterEach
    void stop() throws Exception {
        if (site != null) {
            site.close();
        }
        if (gateway != null) {
            gateway.close();
        }
        nat("down");
    }

    @Test
    void allOfItsMailComesOverItsOwnConnection() throws Exception {
        assertThatThrownBy(() -> call(ROUTER)).isInstanceOf(IOException.class);
        Ran ran = collect();
        assertThat(ran.code()).as(ran.output()).isZero();
        assertThat(ledger.audit(site.deliveries())).isEmpty();
        assertThat(site.deliveries()).hasSize(MESSAGES);
        assertThat(site.sessions()).hasSize(1);
    }

    @Test
    void aLineThatIsCutInTheTurnLosesNothing() throws Exception {
        site.at(MESSAGES / 5, () -> nat("cut"));
        Ran cut = collect();
        assertThat(cut.code()).as(cut.output()).isEqualTo(75);
        assertThat(cut.output()).contains("what was not answered comes again");
        nat("mend");
        // What the mended line still brings of the old connection is progress, for a moment.
        await().atMost(LIMIT).until(() -> {
            Ran again = collect();
            assertThat(again.code()).as(again.output()).isIn(0, 75);
            return again.code() == 0;
        });
        assertThat(ledger.audit(site.deliveries())).isEmpty();
        assertThat(Ledger.copies(site.deliveries()).values())
                .as("what was in flight may come once more, and nothing else")
                .allMatch(times -> times == 2);
        assertThat(site.sessions()).hasSizeGreaterThanOrEqualTo(2);
    }

    private Ran collect() throws Exception {
        List<String> words = TurningGateway.java(
                "atrn",
                PROVIDER + ":" + gateway.odmrPort(),
                "--auth-file",
                gateway.authFile().toString(),
                "--idle",
                "5",
                "--to",
                LAN.getHostAddress() + ":" + port);
        return Ran.of(new ProcessBuilder(Stream.concat(Stream.of(script(), "run"), words.stream())
                        .toList())
                .redirectErrorStream(true)
                .start());
    }

    private void call(String address) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(address, port), 2_000);
        }
    }

    private static String script() {
        return Project.script("nat").toString();
    }

    private static void nat(String command) {
        try {
            Ran ran = Ran.of(new ProcessBuilder(script(), command)
                    .redirectErrorStream(true)
                    .start());
            assertThat(ran.code()).as(ran.output()).isZero();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
