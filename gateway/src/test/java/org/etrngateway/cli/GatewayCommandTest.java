package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class GatewayCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... words) {
        CommandLine line = GatewayCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(words);
    }

    private String settings(String text) throws IOException {
        return Files.writeString(folder.resolve("gateway.yaml"), text).toString();
    }

    private String sound() throws IOException {
        return settings("""
                hostname: mx.isp.example
                data: data
                postmaster: admin@isp.example
                listeners: [{ name: smtp, kind: smtp, bind: "127.0.0.1:0" }]
                """);
    }

    @Test
    void everyProblemOfTheSettingsIsALineWithItsPlace() throws IOException {
        String file = settings("hostname: no_name\nhostnam: x\n");
        assertThat(run("check-config", "--config", file)).isEqualTo(ExitCode.CONFIG);
        assertThat(err.toString()).contains(file + ":1: hostname: ").contains(file + ":2: hostnam: ");
        assertThat(run("run", "--config", file)).isEqualTo(ExitCode.CONFIG);
        assertThat(err.toString()).doesNotContain("\tat ");
    }

    @Test
    void soundSettingsArePrintedInFull() throws IOException {
        String file = sound();
        assertThat(run("check-config", "--config", file)).isZero();
        assertThat(run("print-config", "--config", file)).isZero();
        assertThat(out.toString()).contains("hostname: mx.isp.example").contains("admin:");
    }

    @Test
    void withoutARunningGatewayTheCommandsSaySo() throws IOException {
        String file = sound();
        for (String command : new String[] {"queue", "sites"}) {
            assertThat(run(command, "--config", file)).isEqualTo(ExitCode.UNAVAILABLE);
        }
        assertThat(run("flush", "acme", "--config", file)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("no gateway runs with the data folder " + folder.resolve("data"));
    }

    @Test
    void aDamagedAccessFileIsToldInWords() throws IOException {
        String file = sound();
        Path token = Files.createDirectories(folder.resolve("data")).resolve("admin.token");
        for (String text :
                new String[] {"abc", "abc\nhttp://[::bad\n", "abc\nnot-a-url\n", "abc\nfile:///x\n", "\u00ff\n"}) {
            Files.writeString(token, text, StandardCharsets.ISO_8859_1);
            assertThat(run("sites", "--config", file)).as(text).isEqualTo(ExitCode.UNAVAILABLE);
        }
        assertThat(err.toString().lines())
                .hasSize(5)
                .containsOnly(token + " is damaged: a new start of the gateway writes it afresh");
    }

    @Test
    void whatTheOperatorTypedMovesNoCursor() {
        assertThat(run("flush", "acme", "--\u001b[31m")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("\\u001b[31m").doesNotContain("\u001b");
    }

    @Test
    void anEmptySiteIsWrongUsage() throws IOException {
        assertThat(run("flush", "", "--config", sound())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("SITE is empty");
    }

    @Test
    void aFileInTheDataFoldersPlaceIsToldInWords() throws IOException {
        Files.createFile(folder.resolve("data"));
        assertThat(run("run", "--config", sound())).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("a file of this name is there").doesNotContain("\tat ");
    }

    @Test
    void aMistypedCommandGetsASuggestion() {
        assertThat(run("flsh", "acme")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("flush");
    }

    @Test
    void everyCommandHasHelpWithExitCodes() {
        for (String command : GatewayCommand.commandLine().getSubcommands().keySet()) {
            if (!command.equals("help")) {
                assertThat(run(command, "--help")).as(command).isZero();
            }
        }
        assertThat(out.toString().split("Exit codes:", -1)).hasSize(17);
    }
}
