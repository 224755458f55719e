package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A site runs a real mail system, is offline while its mail comes in, and gets all of it by one ETRN. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class FlushTest {
    private static final int MESSAGES = 200;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource
    void aFlushBringsWhatWasSent(MailSystem.Kind kind) throws Exception {
        int port = Ports.free();
        Ledger ledger = new Ledger();
        GatewayProcess.Site acme =
                new GatewayProcess.Site("acme", port, List.of("acme.example", "branch.acme.example"));
        try (GatewayProcess gateway = GatewayProcess.start(folder.resolve("gateway"), acme)) {
            List<Mail> mails = new MailSamples(
                            kind.peer().hashCode(), kind.peer(), "acme.example", "branch.acme.example")
                    .mixed(MESSAGES);
            try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
                sender.sendAll(mails);
            }
            assertThat(ledger.acceptedRecipients())
                    .as("every recipient is accepted")
                    .isEqualTo(
                            mails.stream().mapToInt(m -> m.recipients().size()).sum());
            try (MailSystem site = MailSystem.start(kind, port, folder.resolve("site"))) {
                assertThat(gateway.etrn("acme.example")).startsWith("253 ").contains("" + MESSAGES);
                List<Delivery> deliveries = site.awaitRecipients(ledger.acceptedRecipients());
                assertThat(ledger.audit(deliveries)).isEmpty();
                assertThat(Ledger.copies(deliveries)).isEmpty();
                assertThat(deliveries).allSatisfy(FlushTest::hasOneTraceFieldOfTheGateway);
                gateway.drain("acme.example", Duration.ofSeconds(20));
            }
        }
    }

    private static void hasOneTraceFieldOfTheGateway(Delivery delivery) {
        assertThat(delivery.trace())
                .filteredOn(field -> field.contains("by mx.isp.example"))
                .hasSize(1);
    }
}
