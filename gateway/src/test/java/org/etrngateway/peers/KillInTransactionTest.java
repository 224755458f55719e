package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL of either gateway while a large message goes from one to the other (RFC 1845): the rest follows, and the
 * message arrives once.
 */
@Tag("kill")
@Execution(ExecutionMode.CONCURRENT)
class KillInTransactionTest {
    private static final int SIZE = 4_000_000;
    private static final Duration LIMIT = Duration.ofSeconds(90);

    /** What was on its way to the disk at a kill, and the line that was not whole. */
    private static final double OVERHEAD = 1.1;

    @TempDir
    private Path folder;

    private final int sitePort = Ports.free();
    private final String content = "Subject: large\r\n\r\n" + "a line of the large message\r\n".repeat(SIZE / 29);
    private GatewayProcess customer;
    private GatewayProcess provider;
    private BreakingLine line;

    @BeforeEach
    void start() throws IOException {
        customer = start("customer", sitePort);
        line = new BreakingLine(customer.smtpPort());
        provider = start("provider", line.port());
        try (SmtpClient client = new SmtpClient(provider.smtpPort()).hello()) {
            client.command("MAIL FROM:<ann@sender.example>");
            client.command("RCPT TO:<x@acme.example>");
            assertThat(client.command("DATA")).startsWith("354");
            assertThat(client.command(content + ".")).startsWith("250");
        }
    }

    private GatewayProcess start(String name, int port) throws IOException {
        return GatewayProcess.start(
                folder.resolve(name), new GatewayProcess.Site("acme", port, List.of("acme.example")));
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        provider.close();
        customer.close();
    }

    private void etrnUntil(long octets) throws IOException {
        line.breakAfter(octets);
        provider.etrn("acme.example");
        await().atMost(LIMIT).until(() -> line.octets() >= octets);
        line.breakAfter(Long.MAX_VALUE);
    }

    private void assertDeliveredOnce() throws IOException {
        provider.drain("acme.example", LIMIT);
        try (RecordingSite site = new RecordingSite(sitePort)) {
            customer.drain("acme.example", LIMIT);
            assertThat(site.deliveries())
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.content().equals(content))
                            .as("the octets that were sent")
                            .isTrue());
        }
        assertThat((double) line.octets()).isLessThanOrEqualTo(OVERHEAD * content.length());
    }

    @Test
    void theServerIsKilledInTheMidst() throws Exception {
        etrnUntil(SIZE / 2);
        await().atMost(LIMIT).until(() -> line.isQuiet());
        customer.kill();
        customer.start();
        assertDeliveredOnce();
    }

    @Test
    void theServerIsKilledBetweenItsCommitAndItsReply() throws Exception {
        line.breakBefore("250 2.0.0 Accepted");
        provider.etrn("acme.example");
        await().atMost(LIMIT).until(() -> line.hasKeptReply());
        customer.kill();
        customer.start();
        assertDeliveredOnce();
    }

    @Test
    void theClientIsKilledInTheMidst() throws Exception {
        etrnUntil(SIZE / 2);
        provider.kill();
        await().atMost(LIMIT).until(() -> line.isQuiet());
        provider.start();
        assertDeliveredOnce();
    }
}
