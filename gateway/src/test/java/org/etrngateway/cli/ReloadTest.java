package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.etrngateway.net.Wire;
import org.etrngateway.peers.Delivery;
import org.etrngateway.peers.Ports;
import org.etrngateway.peers.RecordingSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A site's settings change in a running gateway, on a real spool and between real sockets, in the midst of a flush. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ReloadTest {
    private static final int MESSAGES = 500;

    @TempDir
    private Path folder;

    private final int oldPort = Ports.free();
    private final int newPort = Ports.free();
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = Gateway.open(ConfigOption.load(settings(oldPort)), Clock.systemUTC(), () -> {});
        gateway.startRest();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Path settings(int port) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@acme.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                admin: { bind: "127.0.0.1:0" }
                sites:
                  acme:
                    domains: [acme.example]
                    route: { host: 127.0.0.1, port: %d }
                    linger: 1s
                    trigger: { from: [127.0.0.1/32] }
                """.formatted(port));
    }

    private void send(int from, int to) throws IOException {
        try (Wire client = new Wire(gateway.addresses().get("smtp"))) {
            client.reply();
            client.send("EHLO sender.example");
            client.reply();
            for (int i = from; i < to; i++) {
                for (String line :
                        new String[] {"MAIL FROM:<m" + i + "@sender.example>", "RCPT TO:<x@acme.example>", "DATA"}) {
                    client.send(line);
                    client.reply();
                }
                client.send("Subject: m" + i, "", ".");
                assertThat(client.reply()).startsWith("250 ");
            }
        }
    }

    private void etrn() throws IOException {
        try (Wire client = new Wire(gateway.addresses().get("smtp"))) {
            client.reply();
            client.send("EHLO sender.example");
            client.reply();
            client.send("ETRN acme.example");
            assertThat(client.reply()).startsWith("25");
        }
    }

    @Test
    void aFlushThatRunsLosesNothingAndTheNextGoesByTheNewSettings() throws Exception {
        for (int i = 0; i < MESSAGES; i += 100) {
            send(i, i + 100);
        }
        try (RecordingSite before = new RecordingSite(oldPort);
                RecordingSite after = new RecordingSite(newPort)) {
            etrn();
            await().until(() -> !before.deliveries().isEmpty());
            gateway.reload(ConfigOption.load(settings(newPort)));
            await().until(() -> before.deliveries().size() + after.deliveries().size() >= MESSAGES);
            // The old session takes what comes while it rests.
            AtomicInteger sent = new AtomicInteger(MESSAGES);
            await().pollInterval(Duration.ofSeconds(2)).until(() -> {
                send(sent.get(), sent.incrementAndGet());
                etrn();
                return !after.deliveries().isEmpty();
            });
            await().until(() -> before.deliveries().size() + after.deliveries().size() >= sent.get());
            assertThat(Stream.concat(before.deliveries().stream(), after.deliveries().stream())
                            .map(Delivery::sender))
                    .hasSize(sent.get())
                    .doesNotHaveDuplicates();
        }
    }
}
