package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

/** The programs that sites use to ask for their mail, each with its own manners. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class TriggerClientsTest {
    private static final long LIMIT_S = 60;

    @TempDir
    private Path folder;

    private GatewayProcess gateway;
    private RecordingSite site;
    private final Ledger ledger = new Ledger();

    @BeforeEach
    void holdOneMessage() throws IOException {
        int acme = Ports.free();
        gateway = GatewayProcess.start(
                folder,
                new GatewayProcess.Site("acme", acme, List.of("acme.example")),
                new GatewayProcess.Site("harbour", Ports.free(), List.of("harbour.example")));
        site = new RecordingSite(acme);
        try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
            sender.sendAll(List.of(new MailSamples(1, "trigger", "acme.example").small()));
        }
    }

    @AfterEach
    void stop() throws IOException {
        site.close();
        gateway.close();
    }

    @Test
    void fetchmailAsksForEachOfItsDomains() throws Exception {
        Path settings = Files.createFile(
                folder.resolve("fetchmailrc"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                settings,
                "poll 127.0.0.1 protocol etrn service %d fetchdomains acme.example harbour.example%n"
                        .formatted(gateway.triggerPort()));
        assertThatMailComesBy(
                Project.peer("fetchmail/usr/bin/fetchmail").toString(),
                "--fetchmailrc",
                settings.toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "--nosyslog",
                "-v");
    }

    @Test
    void debianEtrnSpeaksInLowerCaseWithBareLineFeeds() throws Exception {
        // It knows port 25 alone: what runs here is a copy that differs in that one line.
        String program = Files.readString(Project.peer("sendmail/usr/sbin/etrn"), ISO_8859_1);
        assertThat(program).contains("my $port = 'smtp';");
        Path copy = Files.writeString(
                folder.resolve("etrn"), program.replace("'smtp'", "'" + gateway.triggerPort() + "'"), ISO_8859_1);
        assertThatMailComesBy("perl", copy.toString(), "127.0.0.1", "acme.example");
    }

    @Test
    void swaksInjectsMail() throws Exception {
        run(
                "perl",
                Project.peer("swaks/usr/bin/swaks").toString(),
                "--server",
                "127.0.0.1",
                "--port",
                "" + gateway.smtpPort(),
                "--from",
                "sender@origin.example",
                "--to",
                "user@acme.example",
                "--body",
                "hello");
        var came = site.expect(2);
        gateway.etrn("acme.example");
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void anOldClientSaysHeloOnly() throws Exception {
        var came = site.expect(1);
        try (SmtpClient client = new SmtpClient(gateway.triggerPort())) {
            assertThat(client.command("HELO acme.example")).startsWith("250 ");
            assertThat(client.command("ETRN acme.example")).startsWith("253 ");
            assertThat(client.command("QUIT")).startsWith("221 ");
        }
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.audit(site.deliveries())).isEmpty();
    }

    @Test
    void aScriptSaysAllAtOnceAndHangsUp() throws Exception {
        var came = site.expect(1);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.triggerPort())) {
            socket.getOutputStream().write("EHLO acme.example\r\nETRN acme.example\r\nQUIT\r\n".getBytes(US_ASCII));
        }
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.audit(site.deliveries())).isEmpty();
    }

    private void assertThatMailComesBy(String... command) throws Exception {
        var came = site.expect(1);
        run(command);
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(ledger.audit(site.deliveries())).isEmpty();
    }

    private void run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor()).as(output).isZero();
    }
}
