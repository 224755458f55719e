package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.List;
import org.etrngateway.certificate.KeyPin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes to a real mail system whose certificate nobody vouches for, by what the settings demand of it. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class TlsSitesTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @EnumSource(names = {"POSTFIX", "EXIM"})
    void onlyAPinnedKeyIsGivenMailWhereOneIsDemanded(MailSystem.Kind kind) throws Exception {
        Path deliveries = Files.createDirectories(folder.resolve("site"));
        Path certificate = Openssl.certificate(folder, "site.example");
        Openssl.join(certificate, deliveries.resolve("site.pem"));
        int port = Ports.free();
        int plain = Ports.free();
        GatewayProcess gateway = GatewayProcess.prepare(
                folder.resolve("gateway"),
                folder.resolve("data"),
                new GatewayProcess.Site("pinned", port, List.of("pinned.example")),
                new GatewayProcess.Site("wrong", port, List.of("wrong.example")),
                new GatewayProcess.Site("strict", port, List.of("strict.example")),
                new GatewayProcess.Site("stripped", plain, List.of("stripped.example")));
        demand(gateway, "pinned", "{ pin: " + pin(certificate) + " }");
        demand(gateway, "wrong", "{ pin: sha256/AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY= }");
        demand(gateway, "strict", "require");
        demand(gateway, "stripped", "require");
        try (gateway;
                MailSystem site = MailSystem.start(kind, port, deliveries);
                RecordingSite without = new RecordingSite(plain)) {
            gateway.start();
            try (LoadSender sender = new LoadSender(gateway.smtpPort(), new Ledger())) {
                for (String name : List.of("pinned", "wrong", "strict", "stripped")) {
                    sender.sendAll(List.of(new MailSamples(1, name, name + ".example").small()));
                }
            }
            for (String name : List.of("wrong", "strict", "stripped", "pinned")) {
                assertThat(gateway.etrn(name + ".example")).startsWith("253");
            }
            assertThat(site.awaitRecipients(1))
                    .hasSize(1)
                    .allSatisfy(delivery -> assertThat(delivery.recipients())
                            .allMatch(recipient -> recipient.endsWith("@pinned.example")));
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(Files.readString(gateway.log()))
                            .contains("which is not the site's", "does not offer STARTTLS, which is required"));
            assertThat(site.deliveries()).hasSize(1);
            assertThat(without.deliveries()).isEmpty();
        }
    }

    private static void demand(GatewayProcess gateway, String site, String tls) throws Exception {
        Path settings = gateway.log().resolveSibling("gateway.yaml");
        String text = Files.readString(settings);
        Files.writeString(
                settings,
                text.replaceFirst(
                        "(?m)^( *)domains: \\[" + site + "\\.example]",
                        "$1tls: " + tls + "\n$1domains: [" + site + ".example]"));
    }

    private static KeyPin pin(Path certificate) throws Exception {
        try (var in = Files.newInputStream(certificate)) {
            return KeyPin.of(CertificateFactory.getInstance("X.509")
                    .generateCertificate(in)
                    .getPublicKey());
        }
    }
}
