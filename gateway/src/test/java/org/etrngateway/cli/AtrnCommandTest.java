package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.etrngateway.net.TestTls;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The site's side of ATRN against a provider and a site's server that go by a script. */
class AtrnCommandTest {
    private final StringWriter out = new StringWriter();

    @TempDir
    private Path folder;

    private int run(String... words) {
        CommandLine line = GatewayCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        return line.execute(words);
    }

    /** Greets, and once turned says EHLO and QUIT to whom it was turned to. */
    private static ScriptedServer provider(Optional<SSLContext> tls, String... pairs) throws IOException {
        Map<String, String> answers = new HashMap<>(Map.of(
                "EHLO", "250-mx.isp.example\r\n250 ATRN",
                "ATRN", "250 2.0.0 OK, now reversing the connection",
                "220", "EHLO mx.isp.example",
                "250", "QUIT",
                "221", ScriptedServer.CLOSE,
                "QUIT", "221 bye"));
        for (int i = 0; i < pairs.length; i += 2) {
            answers.put(pairs[i], pairs[i + 1]);
        }
        return new ScriptedServer(answers, tls);
    }

    private static ScriptedServer provider(String... pairs) throws IOException {
        return provider(Optional.empty(), pairs);
    }

    private static ScriptedServer site() throws IOException {
        return new ScriptedServer(
                Map.of("", "220 mail.acme.example", "EHLO", "250 mail.acme.example", "QUIT", "221 site says bye"),
                Optional.empty());
    }

    @Test
    void theProviderTalksToTheSitesServerItself() throws Exception {
        try (ScriptedServer provider = provider();
                ScriptedServer site = site()) {
            assertThat(run("atrn", provider.address(), "--domains", "Acme.example,b.example", "--to", site.address()))
                    .isZero();
            assertThat(provider.heardInAll())
                    .endsWith(
                            "ATRN acme.example,b.example",
                            "220 mail.acme.example",
                            "250 mail.acme.example",
                            "221 site says bye");
            assertThat(site.heardInAll()).containsExactly("EHLO mx.isp.example", "QUIT");
            assertThat(out.toString()).contains("turned round").contains("done, ");
        }
    }

    @Test
    void theTurnedLineKeepsItsTls() throws Exception {
        TestTls tls = new TestTls(folder);
        String[] offer = {"EHLO", "250-mx.isp.example\r\n250-STARTTLS\r\n250 ATRN", "STARTTLS", "220 go"};
        try (ScriptedServer provider = provider(Optional.of(tls.server()), offer);
                ScriptedServer site = site()) {
            assertThat(run("atrn", "--starttls", provider.address(), "--to", site.address()))
                    .as("a certificate that nobody vouches for")
                    .isEqualTo(ExitCode.NO_PERMISSION);
        }
        try (ScriptedServer provider = provider(Optional.of(tls.server()), offer);
                ScriptedServer site = site()) {
            assertThat(run("atrn", "--starttls", "--insecure", provider.address(), "--to", site.address()))
                    .isZero();
            assertThat(provider.heardInAll())
                    .endsWith("ATRN", "220 mail.acme.example", "250 mail.acme.example", "221 site says bye");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "453 You have no mail,0",
        "450 not for all,75",
        "451 cannot tell,75",
        "421 bye,75",
        "530 who are you,77",
        "502 what,76",
        "251 strange,76",
        "nonsense,76"
    })
    void exitCodesAreThoseOfSysexits(String reply, int code) throws Exception {
        try (ScriptedServer provider = provider("ATRN", reply);
                ScriptedServer site = site()) {
            assertThat(run("atrn", provider.address(), "--to", site.address())).isEqualTo(code);
            assertThat(site.heard()).isEmpty();
        }
    }

    /** Turned round, the provider waits for the site's greeting; what it said before nobody has asked for. */
    @Test
    void aProviderThatTalksOnBehindItsAnswerIsNotHandedOver() throws Exception {
        try (ScriptedServer provider = provider("ATRN", "250 now reversing\r\nEHLO mx.isp.example");
                ScriptedServer site = site()) {
            assertThat(run("atrn", provider.address(), "--to", site.address())).isEqualTo(ExitCode.PROTOCOL);
            assertThat(site.heard()).isEmpty();
        }
    }

    @Test
    void withoutAServerBehindItTheLineIsNotTurned() throws Exception {
        ScriptedServer gone = site();
        gone.close();
        try (ScriptedServer provider = provider()) {
            assertThat(run("atrn", provider.address(), "--to", gone.address())).isEqualTo(ExitCode.TEMPORARY);
            assertThat(out.toString()).contains(gone.address());
            assertThat(provider.heard()).noneMatch(line -> line.startsWith("ATRN"));
        }
    }

    @Test
    void aProviderWithoutAtrnIsUnavailable() throws Exception {
        try (ScriptedServer provider = provider("EHLO", "250-mx.isp.example\r\n250 ETRN");
                ScriptedServer site = site()) {
            assertThat(run("atrn", provider.address(), "--to", site.address())).isEqualTo(ExitCode.UNAVAILABLE);
        }
    }

    @Test
    void aLineThatIsCutIsATemporaryFailure() throws Exception {
        try (ScriptedServer provider = provider("250", ScriptedServer.CLOSE);
                ScriptedServer site = site()) {
            assertThat(run("atrn", provider.address(), "--to", site.address())).isEqualTo(ExitCode.TEMPORARY);
            assertThat(out.toString()).contains("what was not answered comes again");
        }
    }

    @Test
    void aLineOnWhichNothingMovesIsGivenUp() throws Exception {
        try (ScriptedServer provider = provider();
                ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThat(run("atrn", "--idle", "1", provider.address(), "--to", "localhost:" + silent.getLocalPort()))
                    .isEqualTo(ExitCode.TEMPORARY);
            assertThat(out.toString()).contains("nothing has moved for 1 s");
        }
    }

    @ParameterizedTest
    @CsvSource({"a..example, localhost:1", "acme.example, ':x'"})
    void whatMakesNoSenseIsSaidBeforeAnybodyIsCalled(String domain, String to) {
        assertThat(run("atrn", "localhost:1", "--domains", domain, "--to", to)).isEqualTo(ExitCode.USAGE);
    }
}
