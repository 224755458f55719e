package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    void whatMakesNoSenseIsNamedWithWhatWould() throws IOException {
        String file = sound();
        assertThat(run("queue", "--older", "x", "--config", file)).isEqualTo(ExitCode.USAGE);
        assertThat(run("queue", "--larger", "much", "--config", file)).isEqualTo(ExitCode.USAGE);
        assertThat(run("token", "add", "a b", "--config", file)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("'--older': 'x' is not a time such as 12h", "'--larger': 'much' is not a size such as 500kB")
                .contains("NAME is 1 to 64 letters")
                .doesNotContain("null");
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
        assertThat(out.toString().split("Exit codes:", -1)).hasSize(29);
    }

    /** Each that does something, below those that only gather others. */
    private static List<CommandLine> leaves(CommandLine line) {
        List<CommandLine> found = new ArrayList<>();
        for (CommandLine one : line.getSubcommands().values()) {
            if (!one.getCommandName().equals("help")) {
                found.addAll(one.getSubcommands().isEmpty() ? List.of(one) : leaves(one));
            }
        }
        return found;
    }

    @Test
    void everyCommandSaysWhatItsEndMeans() {
        assertThat(leaves(GatewayCommand.commandLine())).hasSizeGreaterThan(30).allSatisfy(line -> {
            String name = line.getCommandSpec().qualifiedName();
            assertThat(line.getCommandSpec().usageMessage().exitCodeList().keySet())
                    .as(name)
                    .contains(" 0")
                    .allMatch(code -> code.matches("[ 0-9]?[0-9]"));
        });
    }

    @Test
    void whateverListsSpeaksJsonToo() {
        assertThat(leaves(GatewayCommand.commandLine()))
                .filteredOn(line ->
                        line.getCommandSpec().usageMessage().description()[0].matches("(Lists|Shows|Looks|Finds) .*"))
                .hasSizeGreaterThan(8)
                .allSatisfy(line -> assertThat(line.getCommandSpec().optionsMap())
                        .as(line.getCommandSpec().qualifiedName())
                        .containsKey("--json"));
    }

    @Test
    void bashTakesTheScriptOfCompletion() throws Exception {
        assertThat(run("completion")).isZero();
        Path script = Files.writeString(folder.resolve("completion"), out.toString());
        Process bash = new ProcessBuilder("bash", "-c", """
                        source "$1"
                        COMP_WORDS=(etrn-gateway flu) COMP_CWORD=1 COMP_LINE='etrn-gateway flu' COMP_POINT=16
                        _complete_etrn-gateway
                        echo "${COMPREPLY[@]}"
                        """, "bash", script.toString())
                .redirectErrorStream(true)
                .start();
        String answer = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(answer).isZero();
        assertThat(answer.strip()).isEqualTo("flush");
    }

    @Test
    void everyCommandHasAManualPage() throws IOException {
        Path manual = folder.resolve("man1");
        assertThat(run("manual", manual.toString())).isZero();
        try (var files = Files.list(manual)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .contains(
                            "etrn-gateway.1",
                            "etrn-gateway-flush.1",
                            "etrn-gateway-spool-verify.1",
                            "etrn-gateway-site-passwd.1")
                    .doesNotContain("etrn-gateway-manual.1", "etrn-gateway-help.1");
        }
        assertThat(Files.readString(manual.resolve("etrn-gateway-flush.1")))
                .startsWith(".TH ETRN-GATEWAY-FLUSH 1 ")
                .contains(".SH SYNOPSIS\n.B etrn\\-gateway flush ", ".B \\-\\-follow\n", ".SH EXIT STATUS\n.TP\n.B 0\n")
                .doesNotContain("${");
    }
}
