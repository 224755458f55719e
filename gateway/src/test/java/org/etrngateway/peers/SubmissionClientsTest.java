package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A site's real mail system sends out through us (RFC 6409): it demands TLS, believes in our certificate by its name
 * alone, and logs in.
 */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class SubmissionClientsTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "mx.isp.example";
    private static final int MESSAGES = 10;

    @TempDir
    private Path folder;

    private final int starttls = Ports.free();
    private final int implicit = Ports.free();
    private final int port = Ports.free();
    private Path site;
    private GatewayProcess gateway;
    private RecordingSite outside;

    @BeforeEach
    void openToTheOutside() throws Exception {
        int relay = Ports.free();
        site = Files.createDirectories(folder.resolve("site"));
        Path certificate = Openssl.certificate(folder, NAME);
        Files.copy(certificate, site.resolve("relay.pem"), StandardCopyOption.REPLACE_EXISTING);
        gateway = GatewayProcess.prepare(
                folder, folder.resolve("data"), new GatewayProcess.Site("acme", port, List.of("acme.example")));
        Path settings = folder.resolve("gateway.yaml");
        Files.writeString(
                settings,
                Files.readString(settings)
                        .replaceFirst(
                                "(?m)^( *)trigger: \\{.*",
                                "$1trigger: { account: acme }\n$1submission: { from: [origin.example] }")
                        .replace("admin:", """
                                  - { name: submission, kind: submission, tls: starttls, bind: "127.0.0.1:%d" }
                                  - { name: submissions, kind: submission, tls: implicit, bind: "127.0.0.1:%d" }
                                tls: { certificates: [{ certificate: %s.pem, key: %s.key }] }
                                outbound: { relay: { host: 127.0.0.1, port: %d } }
                                admin:""".formatted(starttls, implicit, NAME, NAME, relay)));
        new AccountsFile(folder.resolve("secrets")).put(new AccountName("acme"), "secret", Optional.empty());
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

    @ParameterizedTest
    @CsvSource({"POSTFIX, starttls, SCRAM-SHA-256", "POSTFIX, implicit, LOGIN", "EXIM, starttls, PLAIN"})
    void whatItSendsGoesOutAsItCame(MailSystem.Kind kind, String tls, String mechanism) throws Exception {
        logIn(NAME, tls, mechanism, "secret");
        Ledger ledger = new Ledger();
        try (MailSystem system = MailSystem.start(kind, port, site);
                LoadSender sender = new LoadSender(port, ledger)) {
            sender.sendAll(new MailSamples(5, "out", "outside.example").mixed(MESSAGES));
            await("mail outside; logs: " + gateway.log() + ", " + site.resolve("log"))
                    .atMost(LIMIT)
                    .until(() -> ledger.audit(outside.deliveries()).stream().noneMatch(f -> f.startsWith("lost")));
            assertThat(ledger.acceptedRecipients()).isGreaterThanOrEqualTo(MESSAGES);
            assertThat(ledger.audit(outside.deliveries())).isEmpty();
            assertThat(Ledger.copies(outside.deliveries())).isEmpty();
            assertThat(outside.deliveries())
                    .allSatisfy(delivery -> assertThat(delivery.trace())
                            .anySatisfy(field -> assertThat(field).contains("by " + NAME, " with ESMTPSA id ")));
            assertThat(system.deliveries()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({"POSTFIX", "EXIM"})
    void itsSenderHearsThatHeIsNotItsOwn(MailSystem.Kind kind) throws Exception {
        logIn(NAME, "starttls", "PLAIN", "secret");
        try (MailSystem system = MailSystem.start(kind, port, site);
                SmtpClient client = new SmtpClient(port).hello()) {
            client.send(new Mail(
                    "foreign",
                    "me@foreign.example",
                    List.of("you@outside.example"),
                    false,
                    Mail.ID_FIELD + "foreign\r\n\r\nhello\r\n"));
            // What it tells him comes through us as well.
            await().atMost(LIMIT).until(() -> !outside.deliveries().isEmpty());
            assertThat(outside.deliveries()).singleElement().satisfies(notice -> {
                assertThat(notice.sender()).isEmpty();
                assertThat(notice.recipients()).containsExactly("me@foreign.example");
                assertThat(notice.octets()).contains("553 5.7.1");
            });
            assertThat(system.deliveries()).isEmpty();
        }
    }

    private void logIn(String host, String tls, String mechanism, String password) throws IOException {
        int at = tls.equals("implicit") ? implicit : starttls;
        Files.writeString(
                site.resolve("relay"), String.join(" ", host, "" + at, tls, mechanism, "acme", password) + "\n");
    }
}
