package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.account.SealingKey;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Logins of programs that were not written here: swaks and fetchmail. */
@Tag("peers")
@Execution(ExecutionMode.CONCURRENT)
class LoginClientsTest {
    private static final long LIMIT_S = 60;

    @TempDir
    private Path folder;

    private final int submission = Ports.free();
    private GatewayProcess gateway;
    private RecordingSite site;

    @BeforeEach
    void giveAPassword() throws Exception {
        int acme = Ports.free();
        gateway = GatewayProcess.prepare(
                folder, folder.resolve("data"), new GatewayProcess.Site("acme", acme, List.of("acme.example")));
        Path settings = folder.resolve("gateway.yaml");
        String all = Files.readString(settings)
                .replaceFirst("trigger: \\{[^}]*}", "trigger: { account: acme, plain-text-auth: true }")
                .replace("admin:", """
                          - { name: submission, kind: submission, bind: "127.0.0.1:%d" }
                        admin:""".formatted(submission));
        assertThat(all).contains("account: acme");
        Files.writeString(settings, all);
        SealingKey key = SealingKey.make(folder.resolve("secrets.key"), new SecureRandom());
        new AccountsFile(folder.resolve("secrets")).put(new AccountName("acme"), "secret", Optional.of(key));
        gateway.start();
        site = new RecordingSite(acme);
    }

    @AfterEach
    void stop() throws IOException {
        if (site != null) {
            site.close();
        }
        gateway.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN", "CRAM-MD5"})
    void swaksLogsIn(String mechanism) throws Exception {
        assertThat(swaks(gateway.triggerPort(), "secret", "--auth", mechanism, "--quit-after", "AUTH"))
                .contains("235 2.7.0");
        assertThat(swaks(gateway.triggerPort(), "wrong", "--auth", mechanism, "--quit-after", "AUTH"))
                .contains("535 5.7.8")
                .doesNotContain("235 2.7.0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PLAIN", "LOGIN"})
    void swaksSubmitsAsItsSite(String mechanism) throws Exception {
        String taken = swaks(
                submission, "secret", "--auth", mechanism, "--from", "me@acme.example", "--to", "you@acme.example");
        assertThat(taken).contains("Accepted as");
        assertThat(swaks(
                        submission, "secret", "--auth", mechanism, "--from", "me@other.example", "--to", "x@y.example"))
                .contains("553 5.7.1");
    }

    @Test
    void fetchmailLogsInAndAsks() throws Exception {
        assertThat(swaks(
                        submission, "secret", "--auth", "PLAIN", "--from", "me@acme.example", "--to", "a@acme.example"))
                .contains("Accepted as");
        var came = site.expect(1);
        Path settings = Files.createFile(
                folder.resolve("fetchmailrc"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        // These are options of the server: behind fetchdomains they are an error.
        Files.writeString(
                settings,
                "poll 127.0.0.1 protocol etrn service %d esmtpname acme esmtppassword secret fetchdomains acme.example%n"
                        .formatted(gateway.triggerPort()));
        String output = run(
                Project.peer("fetchmail/usr/bin/fetchmail").toString(),
                "--fetchmailrc",
                settings.toString(),
                "--pidfile",
                folder.resolve("pid").toString(),
                "--nosyslog",
                "-v");
        assertThat(output).contains("235 2.7.0");
        assertThat(came.await(LIMIT_S, TimeUnit.SECONDS)).isTrue();
        assertThat(site.deliveries())
                .allSatisfy(delivery -> assertThat(delivery.trace().toString()).contains(" with ESMTPA id "));
    }

    private String swaks(int port, String password, String... options) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                "perl",
                Project.peer("swaks/usr/bin/swaks").toString(),
                "--server",
                "127.0.0.1",
                "--port",
                "" + port,
                "--auth-user",
                "acme",
                "--auth-password",
                password));
        command.addAll(List.of(options));
        return run(command.toArray(String[]::new));
    }

    private String run(String... command) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(List.of(command))).redirectErrorStream(true);
        builder.environment().put("HOME", folder.toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor()).as(output).isGreaterThanOrEqualTo(0);
        return output;
    }
}
