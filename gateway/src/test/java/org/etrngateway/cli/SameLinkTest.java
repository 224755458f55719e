package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.etrngateway.net.Wire;
import org.etrngateway.peers.Ports;
import org.etrngateway.peers.RecordingSite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** From which of its addresses the gateway calls a site, between real sockets. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SameLinkTest {
    @TempDir
    private Path folder;

    private final int port = Ports.free();

    private Gateway open(String bind) throws IOException {
        Path file = Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                postmaster: admin@acme.example
                listeners: [{ name: smtp, kind: smtp, bind: "0.0.0.0:0" }]
                admin: { bind: "127.0.0.1:0" }
                sites:
                  acme:
                    domains: [acme.example]
                    route: { host: 127.0.0.1, port: %d }
                    trigger: { from: [127.0.0.0/8] }
                    bind: %s
                """.formatted(port, bind));
        return Gateway.open(ConfigOption.load(file), Clock.systemUTC(), () -> {});
    }

    /** A message for the site, and its ETRN, both to one of our addresses. */
    private static void mailAndEtrn(Gateway gateway, InetAddress to) throws IOException {
        int listening = gateway.addresses().get("smtp").getPort();
        try (Wire client = new Wire(new InetSocketAddress(to, listening))) {
            client.reply();
            for (String line : new String[] {
                "EHLO site.example",
                "MAIL FROM:<>",
                "RCPT TO:<a@acme.example>",
                "DATA",
                "\r\nhi\r\n.",
                "ETRN acme.example"
            }) {
                client.send(line);
                assertThat(client.reply()).matches("[23].*");
            }
        }
    }

    private static InetAddress loopback(int last) throws IOException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, (byte) last});
    }

    @Test
    void theSiteIsCalledFromTheAddressOnWhichItAsked() throws IOException {
        try (Gateway gateway = open("same");
                RecordingSite site = new RecordingSite(port)) {
            mailAndEtrn(gateway, loopback(3));
            await().until(() -> site.deliveries().size() == 1);
            assertThat(site.callers()).containsExactly(loopback(3));
        }
    }

    @Test
    void theSiteIsCalledFromAFixedAddress() throws IOException {
        try (Gateway gateway = open("127.0.0.2");
                RecordingSite site = new RecordingSite(port)) {
            mailAndEtrn(gateway, loopback(3));
            await().until(() -> site.deliveries().size() == 1);
            assertThat(site.callers()).containsExactly(loopback(2));
        }
    }
}
