package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.etrngateway.net.Wire;
import org.etrngateway.peers.BreakingLine;
import org.etrngateway.peers.Ports;
import org.etrngateway.peers.RecordingSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A provider's gateway and its customer's, with a line between them that breaks: what is too large for one connection
 * gets through all the same (RFC 1845), once, octet for octet, and with hardly an octet sent twice.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TwoGatewaysTest {
    private static final int SIZE = 3_000_000;
    private static final long A_CONNECTION = 500_000;

    /** Of the last line that is not whole, and of what a broken line swallowed. */
    private static final double OVERHEAD = 1.1;

    @TempDir
    private Path folder;

    private final int sitePort = Ports.free();
    private Gateway customer;
    private Gateway provider;
    private BreakingLine line;

    @BeforeEach
    void startCustomer() throws IOException {
        customer = open("customer", sitePort, "auto", "");
        line = new BreakingLine(customer.addresses().get("smtp").getPort());
    }

    @AfterEach
    void stop() throws IOException {
        line.close();
        if (provider != null) {
            provider.close();
        }
        customer.close();
    }

    private Gateway open(String name, int route, String pipelining, String more) throws IOException {
        Path file = Files.createDirectories(folder.resolve(name)).resolve("gateway.yaml");
        Files.writeString(file, """
                hostname: %s.example
                data: data
                postmaster: admin@acme.example
                upstreams: [127.0.0.1/32]
                listeners:
                  - { name: smtp, kind: smtp, bind: "127.0.0.1:0" }
                  - { name: trigger, kind: trigger, bind: "127.0.0.1:0" }
                admin: { bind: "127.0.0.1:0" }
                %s
                sites:
                  acme:
                    domains: [acme.example]
                    route: { host: 127.0.0.1, port: %d }
                    trigger: { from: [127.0.0.1/32] }
                    pipelining: %s
                    linger: 1s
                """.formatted(name, more, route, pipelining));
        return Gateway.open(ConfigOption.load(file), Clock.systemUTC(), () -> {});
    }

    private static String content() {
        Random random = new Random(7);
        StringBuilder text = new StringBuilder("Subject: large\r\n\r\n");
        while (text.length() < SIZE) {
            text.append(random.nextInt(4) == 0 ? "." : "");
            text.append("x".repeat(random.nextInt(100))).append(text.length()).append("\r\n");
        }
        return text.toString();
    }

    private static void accept(Gateway gateway, String content, String... recipients) throws IOException {
        try (Wire client = new Wire(gateway.addresses().get("smtp"))) {
            client.reply();
            client.send("EHLO sender.example");
            client.reply();
            client.send("MAIL FROM:<ann@sender.example>");
            client.reply();
            for (String recipient : recipients) {
                client.send("RCPT TO:<" + recipient + ">");
                client.reply();
            }
            // The line end of the last line is the one that is sent behind it.
            client.send("BDAT " + content.length() + " LAST", content.substring(0, content.length() - 2));
            assertThat(client.reply()).startsWith("250 2.0.0");
        }
    }

    private static String etrn(Gateway gateway) throws IOException {
        try (Wire client = new Wire(gateway.addresses().get("trigger"))) {
            client.reply();
            client.send("EHLO site.example");
            client.reply();
            client.send("ETRN acme.example");
            return client.reply();
        }
    }

    /** The customer asks whenever its line is up again, until nothing is left. */
    private static void drain(Gateway gateway) {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(100))
                .until(() -> etrn(gateway).startsWith("251"));
    }

    private void assertDelivered(String content) throws IOException {
        try (RecordingSite site = new RecordingSite(sitePort)) {
            drain(customer);
            assertThat(site.deliveries())
                    .singleElement()
                    .satisfies(delivery -> assertThat(delivery.content()).isEqualTo(content));
        }
    }

    /** Octets on the disk of the customer's gateway. */
    private long keptByCustomer() throws IOException {
        long octets = 0;
        try (DirectoryStream<Path> files =
                Files.newDirectoryStream(folder.resolve("customer/data/spool/transactions"))) {
            for (Path file : files) {
                octets += Files.size(file);
            }
        }
        return octets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "envelope", "lockstep"})
    void aMessageLargerThanAConnectionGetsThroughOnce(String pipelining) throws IOException {
        provider = open("provider", line.port(), pipelining, "");
        String content = content();
        accept(provider, content, "x@acme.example", "y@acme.example");
        line.breakAfter(A_CONNECTION);
        drain(provider);
        assertThat(line.connections()).isGreaterThan(SIZE / (int) A_CONNECTION);
        // A session that takes over cuts the one before, which on so fast a line may not have read all that came.
        assertThat((double) line.octets()).isLessThanOrEqualTo(OVERHEAD * SIZE + A_CONNECTION);
        assertDelivered(content);
    }

    @Test
    void aLostReplyMakesNoSecondCopy() throws IOException {
        provider = open("provider", line.port(), "auto", "");
        String content = content();
        accept(provider, content, "x@acme.example");
        line.breakBefore("250 2.0.0 Accepted");
        drain(provider);
        assertThat(line.connections()).isEqualTo(2);
        assertThat((double) line.octets()).isLessThanOrEqualTo(OVERHEAD * SIZE);
        assertDelivered(content);
    }

    @Test
    void itGoesOnAfterBothHaveStartedAgain() throws IOException {
        provider = open("provider", line.port(), "auto", "");
        String content = content();
        accept(provider, content, "x@acme.example");
        line.breakAfter(SIZE / 2);
        etrn(provider);
        await().until(() -> keptByCustomer() > 0.99 * SIZE / 2);
        provider.close();
        line.close();
        customer.close();
        customer = open("customer", sitePort, "auto", "");
        BreakingLine again = new BreakingLine(customer.addresses().get("smtp").getPort());
        line = again;
        provider = open("provider", again.port(), "auto", "");
        drain(provider);
        assertThat((double) again.octets()).isLessThanOrEqualTo((OVERHEAD - 0.5) * SIZE);
        assertDelivered(content);
    }

    @Test
    void withoutItAllIsSentAgain() throws IOException {
        provider = open("provider", line.port(), "auto", "");
        customer.close();
        customer = open("customer", sitePort, "auto", "content: { bare-newlines: normalise }");
        line.close();
        line = new BreakingLine(customer.addresses().get("smtp").getPort());
        provider.close();
        provider = open("provider", line.port(), "auto", "");
        String content = content();
        accept(provider, content, "x@acme.example");
        line.breakAfter(SIZE / 2);
        etrn(provider);
        await().until(() -> line.octets() == SIZE / 2);
        line.breakAfter(Long.MAX_VALUE);
        drain(provider);
        assertThat(line.octets()).isGreaterThan(SIZE + SIZE / 2);
        assertDelivered(content);
    }
}
