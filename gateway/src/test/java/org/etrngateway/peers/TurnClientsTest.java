package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A site that nobody can call collects its mail by ATRN: with fetchmail, and with the command of our own. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class TurnClientsTest {
    private static final long LIMIT_S = 60;
    private static final int MESSAGES = 20;

    @TempDir
    private Path folder;

    private TurningGateway gateway;
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void holdMail() throws Exception {
        gateway = TurningGateway.start(folder, "127.0.0.1");
        try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
            MailSamples samples = new MailSamples(1, "turn", "acme.example");
            List<Mail> mails = new ArrayList<>();
            for (int n = 0; n < MESSAGES; n++) {
                mails.add(samples.small());
            }
            sender.sendAll(mails);
        }
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /** One of the domains has no mail. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void fetchmailTurnsTheLine(boolean tls) throws Exception {
        int port = Ports.free();
        try (RecordingSite site = new RecordingSite(port)) {
            var came = site.expect(MESSAGES);
            Ran ran = fetchmail(port, tls, "acme.example", "branch.example");
            assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).as(ran.output()).isTrue();
            assertThat(ledger.audit(site.deliveries())).isEmpty();
            assertThat(site.sessions()).as("over one line").hasSize(1);
        }
        assertThat(fetchmail(port, tls, "branch.example").output()).contains("453");
    }

    @Test
    void withoutAListenerBehindFetchmailNothingIsLostAndNoAttemptCounted() throws Exception {
        Ran ran = fetchmail(Ports.free(), false, "acme.example");
        assertThat(ran.output()).as("the line was turned").contains("250 2.0.0 OK, now reversing");
        int port = Ports.free();
        try (RecordingSite site = new RecordingSite(port)) {
            var came = site.expect(MESSAGES);
            assertThat(gateway.queue()).contains("\"attempts\":0").doesNotContain("\"attempts\":1");
            Ran again = fetchmail(port, false, "acme.example");
            assertThat(came.await(LIMIT_S, TimeUnit.SECONDS))
                    .as(ran.output() + again.output())
                    .isTrue();
            assertThat(ledger.audit(site.deliveries())).isEmpty();
        }
    }

    @Test
    void ourOwnCommandTurnsTheLineToTheSitesServer() throws Exception {
        int port = Ports.free();
        try (RecordingSite site = new RecordingSite(port)) {
            Ran ran = gateway.command(
                    "atrn",
                    "localhost:" + gateway.odmrPort(),
                    "--auth-file",
                    gateway.authFile().toString(),
                    "--to",
                    "127.0.0.1:" + port);
            assertThat(ran.code()).as(ran.output()).isZero();
            assertThat(ran.output()).contains("turned round").contains("done, ");
            assertThat(ledger.audit(site.deliveries())).isEmpty();
            Ran none = gateway.command(
                    "atrn",
                    "localhost:" + gateway.odmrPort(),
                    "--auth-file",
                    gateway.authFile().toString(),
                    "--domains",
                    "acme.example,branch.example",
                    "--to",
                    "127.0.0.1:" + port);
            assertThat(none.code()).as(none.output()).isZero();
            assertThat(none.output()).contains("no mail waits");
        }
    }

    private Ran fetchmail(int port, boolean tls, String... domains) throws Exception {
        Path settings = folder.resolve("fetchmailrc");
        Files.deleteIfExists(settings);
        Files.createFile(settings, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(settings, """
                poll 127.0.0.1 protocol odmr service %d
                  user "%s" password "%s"
                  fetchdomains %s
                  smtphost 127.0.0.1/%d %s
                """.formatted(
                        tls ? gateway.odmrsPort() : gateway.odmrPort(),
                        TurningGateway.USER,
                        TurningGateway.PASSWORD,
                        String.join(" ", domains),
                        port,
                        tls ? "ssl no sslcertck" : "sslproto ''"));
        ProcessBuilder builder = new ProcessBuilder(
                        Project.peer("fetchmail/usr/bin/fetchmail").toString(),
                        "--fetchmailrc",
                        settings.toString(),
                        "--pidfile",
                        folder.resolve("pid").toString(),
                        "--nosyslog",
                        "-v",
                        "-v")
                .redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        return Ran.of(builder.start());
    }

    /** What became of a program. */
    record Ran(int code, String output) {
        static Ran of(Process process) throws IOException, InterruptedException {
            String output = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
            return new Ran(process.waitFor(), output);
        }
    }
}
