package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Mail that is to be delivered in a time or else returned, for real mail systems: of these Sendmail knows DELIVERBY. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class TimedMailTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void itGoesOnlyToWhoPromisesTheTime(MailSystem.Kind kind) throws Exception {
        int port = Ports.free();
        GatewayProcess.Site acme = new GatewayProcess.Site("acme", port, List.of("acme.example"));
        // Of the null sender, so that nobody has to be told.
        Mail timed = new Mail("timed", "", List.of("a@acme.example"), false, "X-Ledger: timed\r\n\r\ntext\r\n");
        Mail plain = new Mail("plain", "", List.of("a@acme.example"), false, "X-Ledger: plain\r\n\r\ntext\r\n");
        try (GatewayProcess gateway = GatewayProcess.start(folder.resolve("gateway"), acme);
                MailSystem site = MailSystem.start(kind, port, folder.resolve("site"))) {
            try (SmtpClient client = new SmtpClient(gateway.smtpPort()).hello()) {
                assertThat(client.send(timed, " BY=600;R")).hasSize(1);
                assertThat(client.send(plain, " BY=600;N MT-PRIORITY=-3")).hasSize(1);
            }
            assertThat(gateway.etrn("acme.example")).startsWith("253 ");
            gateway.drain("acme.example", LIMIT);
            boolean promises = kind == MailSystem.Kind.SENDMAIL;
            List<Delivery> deliveries = site.awaitRecipients(promises ? 2 : 1);
            assertThat(deliveries)
                    .extracting(delivery -> delivery.content().contains("timed"))
                    .containsExactlyInAnyOrder(promises ? new Boolean[] {true, false} : new Boolean[] {false});
            if (!promises) {
                Awaitility.await("the reason in " + gateway.log())
                        .atMost(LIMIT)
                        .until(() -> Files.readString(gateway.log()).contains("550 5.4.7"));
            }
        }
    }
}
