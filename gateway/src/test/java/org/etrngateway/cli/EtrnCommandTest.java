package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.etrngateway.address.HostAddress;
import org.etrngateway.net.TestServer;
import org.etrngateway.net.TestTls;
import org.etrngateway.session.Service;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class EtrnCommandTest {
    private static final String KEYWORDS = "250-mx.isp.example\r\n250 ETRN";

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private int run(String... words) {
        CommandLine line = GatewayCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        return line.execute(words);
    }

    private static ScriptedServer server(String... pairs) throws IOException {
        Map<String, String> answers = new HashMap<>(Map.of("EHLO", KEYWORDS, "QUIT", "221 bye"));
        for (int i = 0; i < pairs.length; i += 2) {
            answers.put(pairs[i], pairs[i + 1]);
        }
        return new ScriptedServer(answers, Optional.empty());
    }

    private Path authFile() throws IOException {
        Path file = Files.writeString(folder.resolve("auth"), "tim\ntanstaaftanstaaf\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void ourOwnServerIsAsked() {
        try (TestServer gateway = new TestServer(false)) {
            String address = "127.0.0.1:" + gateway.open(Service.TRIGGER).getPort();
            assertThat(run("etrn", address, "acme.example", "@acme.example", "#acme"))
                    .isZero();
            assertThat(gateway.triggers).hasSize(3);
            assertThat(out.toString()).contains("acme.example: the mail is on its way (253 ");
            assertThat(run("etrn", address, "other.example")).isEqualTo(ExitCode.NO_PERMISSION);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "250 OK,0",
        "251 none,0",
        "252 OK,0",
        "253 5 pending,0",
        "458 busy,75",
        "421 bye,75",
        "459 no,77",
        "530 who are you,77",
        "500 what,76",
        "501 bad,76",
        "nonsense,76"
    })
    void exitCodesAreThoseOfSysexits(String reply, int code) throws Exception {
        try (ScriptedServer server = server("ETRN", reply)) {
            assertThat(run("etrn", server.address(), "acme.example")).isEqualTo(code);
        }
    }

    @Test
    void theFirstRefusalIsTheExitCodeAndTheOtherNamesAreAskedForAllTheSame() throws Exception {
        try (ScriptedServer server = server("ETRN", "250 OK", "ETRN a.example", "459 no", "ETRN b.example", "458 no")) {
            assertThat(run("etrn", server.address(), "a.example", "b.example", "c.example"))
                    .isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(server.heard()).contains("ETRN c.example");
        }
    }

    @Test
    void aServerThatOnlyKnowsHeloIsAskedToo() throws Exception {
        try (ScriptedServer server = server("EHLO", "502 what", "HELO", "250 hi", "ETRN", "250 OK")) {
            assertThat(run("etrn", server.address(), "--helo", "site.example", "acme.example"))
                    .isZero();
            assertThat(server.heard()).contains("HELO site.example");
        }
    }

    @Test
    void whatIsNotOfferedIsUnavailable() throws Exception {
        try (ScriptedServer server = server("EHLO", "250-mx\r\n250 SIZE")) {
            assertThat(run("etrn", server.address(), "acme.example")).isEqualTo(ExitCode.UNAVAILABLE);
        }
        try (ScriptedServer server = server()) {
            assertThat(run("etrn", "--starttls", server.address(), "acme.example"))
                    .isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(server.heard()).doesNotContain("ETRN acme.example");
        }
    }

    @Test
    void noConnectionIsATemporaryFailure() throws Exception {
        ScriptedServer gone = server();
        gone.close();
        assertThat(run("etrn", gone.address(), "acme.example")).isEqualTo(ExitCode.TEMPORARY);
        assertThat(out.toString()).hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            value = {"a b", "acme..example", "@", "#", "'acme\r\nRSET'"},
            quoteCharacter = '"')
    void aNameThatIsNoneIsNotSent(String name) {
        assertThat(run("etrn", "127.0.0.1:1", name)).isEqualTo(ExitCode.USAGE);
    }

    @Test
    void theLoginInTheClearDoesNotShowThePassword() throws Exception {
        // The example of RFC 2195 §2.
        String challenge = "PDE4OTYuNjk3MTcwOTUyQHBvc3RvZmZpY2UucmVzdG9uLm1jaS5uZXQ+";
        try (ScriptedServer server = server(
                "EHLO", "250-mx\r\n250-AUTH CRAM-MD5\r\n250 ETRN",
                "AUTH", "334 " + challenge,
                "dGltIGI5MTNhNjAyYzdlZGE3YTQ5NWI0ZTZlNzMzNGQzODkw", "235 welcome",
                "ETRN", "250 OK")) {
            assertThat(run("etrn", "--auth-file", authFile().toString(), server.address(), "acme.example"))
                    .isZero();
        }
    }

    @Test
    void aRefusedLoginEndsItAndASecretThatOthersCanReadIsNotUsed() throws Exception {
        Path file = authFile();
        try (ScriptedServer server =
                server("EHLO", "250-mx\r\n250-AUTH PLAIN\r\n250 ETRN", "AUTH", "535 no", "ETRN", "250 OK")) {
            assertThat(run("etrn", "--auth-file", file.toString(), server.address(), "acme.example"))
                    .isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(server.heard()).doesNotContain("ETRN acme.example");
            assertThat(out.toString()).doesNotContain("tanstaaf");
        }
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        try (ScriptedServer server = server()) {
            assertThat(run("etrn", "--auth-file", file.toString(), server.address(), "acme.example"))
                    .isEqualTo(ExitCode.USAGE);
        }
    }

    @Test
    void tlsIsVerifiedUnlessTheOperatorWaivesIt() throws Exception {
        TestTls tls = new TestTls(folder);
        Map<String, String> answers = Map.of(
                "EHLO", "250-mx\r\n250-STARTTLS\r\n250 ETRN", "STARTTLS", "220 go", "ETRN", "250 OK", "QUIT", "221");
        try (ScriptedServer server = new ScriptedServer(answers, Optional.of(tls.server()))) {
            assertThat(run("etrn", "--starttls", server.address(), "acme.example"))
                    .isEqualTo(ExitCode.NO_PERMISSION);
        }
        try (ScriptedServer server = new ScriptedServer(answers, Optional.of(tls.server()))) {
            assertThat(run("etrn", "--starttls", "--insecure", server.address(), "acme.example"))
                    .isZero();
            assertThat(server.heard()).contains("ETRN acme.example");
            assertThat(out.toString()).contains("WARNING");
        }
    }

    /** The server could do TLS: it is the words that end it. */
    @Test
    void wordsBeforeTheHandshakeAreNotBelieved() throws Exception {
        String injected = "220 go\r\n250-mx\r\n250 ETRN";
        Map<String, String> answers = Map.of(
                "EHLO", "250-mx\r\n250-STARTTLS\r\n250 ETRN", "STARTTLS", injected, "ETRN", "250 OK", "QUIT", "221");
        TestTls tls = new TestTls(folder);
        try (ScriptedServer server = new ScriptedServer(answers, Optional.of(tls.server()))) {
            assertThat(run("etrn", "--starttls", "--insecure", server.address(), "acme.example"))
                    .isEqualTo(ExitCode.PROTOCOL);
            assertThat(server.heard()).doesNotContain("ETRN acme.example");
        }
    }

    @Test
    void aCertificateIsBelievedForItsNameOnly() throws Exception {
        TestTls tls = new TestTls(folder);
        protect(tls, "localhost");
        assertThatThrownBy(() -> protect(tls, "mail.other.example")).isInstanceOf(SSLException.class);
    }

    private static void protect(TestTls tls, String name) throws Exception {
        try (ScriptedServer server = new ScriptedServer(Map.of("STARTTLS", "220 go"), Optional.of(tls.server()));
                EtrnDialogue dialogue =
                        EtrnDialogue.open(HostAddress.parse(server.address(), 25), Duration.ofSeconds(20))) {
            dialogue.reply();
            dialogue.say("STARTTLS");
            dialogue.protect(tls.client().getSocketFactory(), new HostAddress(name, 25), true);
        }
    }

    /** By SCRAM the server proves itself, too: one that welcomes whoever comes has proved nothing. */
    @Test
    void aServerThatSkipsItsProofIsNotBelieved() throws Exception {
        String keywords = "250-mx\r\n250-AUTH SCRAM-SHA-256\r\n250 ETRN";
        try (ScriptedServer server = server("EHLO", keywords, "AUTH", "235 welcome", "ETRN", "250 OK")) {
            assertThat(run("etrn", "--auth-file", authFile().toString(), server.address(), "acme.example"))
                    .isEqualTo(ExitCode.NO_PERMISSION);
            assertThat(server.heard()).doesNotContain("ETRN acme.example");
        }
    }

    @Test
    void whatAServerSaysCannotSteerTheTerminal() throws Exception {
        try (ScriptedServer server = server("ETRN", "250 \u001b[2Jgone")) {
            assertThat(run("etrn", server.address(), "acme.example")).isZero();
            assertThat(out.toString().getBytes(StandardCharsets.UTF_8)).doesNotContain(0x1b);
        }
    }
}
