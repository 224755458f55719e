package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Who wants to know of success hears it from the site's mail system, if that tells of deliveries (RFC 3461), and
 * otherwise from us; from one of the two only.
 */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class DsnHopsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    private final int port = Ports.free();
    private GatewayProcess gateway;
    private RecordingSite outside;

    @BeforeEach
    void openToTheOutside() throws IOException {
        int relay = Ports.free();
        gateway = GatewayProcess.prepare(
                folder, folder.resolve("data"), new GatewayProcess.Site("acme", port, List.of("acme.example")));
        Path settings = folder.resolve("gateway.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replace("admin:", "outbound: { relay: { host: 127.0.0.1, port: " + relay + " } }\nadmin:"));
        gateway.start();
        outside = new RecordingSite(relay);
    }

    @AfterEach
    void stop() throws IOException {
        if (outside != null) {
            outside.close();
        }
        gateway.close();
    }

    private void send() throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.smtpPort()).hello()) {
            for (String command : List.of(
                    "MAIL FROM:<alice@sender.example> RET=HDRS ENVID=QQ314+3D",
                    "RCPT TO:<bob@acme.example> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;bob@old.example",
                    "DATA",
                    "Subject: hello\r\n\r\ntext\r\n.")) {
                assertThat(client.command(command)).matches("[23].*");
            }
        }
    }

    private MailSystem site(MailSystem.Kind kind, boolean tells) throws IOException {
        Path site = Files.createDirectories(folder.resolve("site"));
        if (!tells) {
            Files.createFile(site.resolve("no-dsn"));
        }
        return MailSystem.start(kind, port, site);
    }

    @ParameterizedTest
    @CsvSource({"POSTFIX", "EXIM"})
    void aSiteThatTellsItselfTellsWhatItWasTold(MailSystem.Kind kind) throws Exception {
        send();
        try (MailSystem site = site(kind, true)) {
            assertThat(gateway.etrn("acme.example")).startsWith("253");
            // Its notice goes where all of its mail goes: to its own store.
            List<Delivery> deliveries = site.awaitRecipients(2);
            assertThat(deliveries)
                    .filteredOn(it -> it.recipients().contains("alice@sender.example"))
                    .singleElement()
                    .satisfies(notice -> assertThat(notice.octets())
                            .contains("report-type=delivery-status")
                            .containsPattern("(?i)Original-Envelope-Id: ?QQ314(=|\\+3D)")
                            .containsPattern("Original-Recipient: ?rfc822; ?bob@old.example")
                            .containsPattern("Action: ?delivered|Action: ?relayed"));
            gateway.drain("acme.example", LIMIT);
            assertThat(outside.deliveries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTFIX", "EXIM"})
    void ofASiteThatTellsNothingWeTellThatItWasPassedOn(MailSystem.Kind kind) throws Exception {
        send();
        try (MailSystem site = site(kind, false)) {
            assertThat(gateway.etrn("acme.example")).startsWith("253");
            site.awaitRecipients(1);
            await().atMost(LIMIT).until(() -> !outside.deliveries().isEmpty());
            assertThat(outside.deliveries()).singleElement().satisfies(notice -> {
                assertThat(notice.sender()).isEmpty();
                assertThat(notice.recipients()).containsExactly("alice@sender.example");
                assertThat(notice.octets())
                        .contains("Auto-Submitted: auto-replied\r\n")
                        .contains("Original-Envelope-Id: QQ314=\r\n")
                        .contains("Original-Recipient: rfc822; bob@old.example\r\n")
                        .contains("Final-Recipient: rfc822; bob@acme.example\r\n")
                        .contains("Action: relayed\r\n");
            });
            assertThat(site.deliveries()).hasSize(1);
        }
    }
}
