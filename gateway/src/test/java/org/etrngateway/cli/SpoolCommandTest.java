package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.spool.SpoolQueue;
import org.etrngateway.queue.spool.SpoolSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;

/** What the tools of the spool say, and with which exit code. */
class SpoolCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path spool;
    private MessageId first;
    private MessageId second;

    @BeforeEach
    void fill() {
        spool = folder.resolve("spool");
        try (SpoolQueue queue = open(spool)) {
            first = put(queue, "one", "a@acme.example", "b@beta.example");
            second = put(queue, "two \u001b[31m", "c@gamma.example");
        }
    }

    private static SpoolQueue open(Path spool) {
        return SpoolQueue.open(
                SpoolSettings.in(spool),
                domain -> Optional.of(new SiteName("site")),
                Map.of(),
                Clock.systemUTC(),
                () -> {});
    }

    private static MessageId put(SpoolQueue queue, String subject, String... recipients) {
        return Messages.put(
                queue, Messages.envelope(Instant.now(), recipients), subject, Messages.text(subject, "hello"));
    }

    private int run(String command, String... words) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = GatewayCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        String[] head = {"spool", command, "--spool", spool.toString()};
        return line.execute(Stream.concat(Stream.of(head), Stream.of(words)).toArray(String[]::new));
    }

    @Test
    void aSoundSpoolIsSound() {
        assertThat(run("verify")).isZero();
        assertThat(out.toString()).contains("held: 2 messages").endsWith("sound\n");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void damageIsToldWithItsPlaceAndAnExitCode() throws IOException {
        Path segment = newest(spool.resolve("segments"));
        byte[] octets = Files.readAllBytes(segment);
        int at = new String(octets, StandardCharsets.ISO_8859_1).indexOf("hello");
        octets[at] ^= 1;
        Files.write(segment, octets);
        assertThat(run("verify")).isEqualTo(ExitCode.DATA);
        assertThat(out.toString())
                .contains("DAMAGE segments/" + segment.getFileName() + ", offset ")
                .contains("the content of message " + first + " is damaged")
                .endsWith("DAMAGED: 1 problem\n");
        Path rescued = folder.resolve("rescued");
        assertThat(run("salvage", rescued.toString())).isEqualTo(ExitCode.DATA);
        assertThat(out.toString()).contains("written: 1 message, ").contains("NOT READABLE: 1 place");
        assertThat(rescued.resolve(second + ".eml")).hasBinaryContent(Messages.text("two \u001b[31m", "hello"));
        assertThat(rescued.resolve(first + ".eml")).doesNotExist();
        assertThat(run("salvage", rescued.toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("is not empty");
    }

    @Test
    void theListFitsAndMovesNoCursor() {
        assertThat(run("list")).isZero();
        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("ID").contains("FROM", "TO", "SUBJECT");
        assertThat(lines.get(1)).contains("<alice@sender.example>", "<a@acme.example> +1", "one");
        assertThat(lines.get(2)).contains("two \\u001b[31m").doesNotContain("\u001b");
    }

    @Test
    void theListIsFiltered() {
        assertThat(run("list", "--domain", "beta.example")).isZero();
        assertThat(out.toString()).contains("one").doesNotContain("two");
        assertThat(run("list", "--sender", "<alice@sender.example>", "--domain", "gamma.example"))
                .isZero();
        assertThat(out.toString()).contains("two").doesNotContain("one");
        assertThat(run("list", "--sender", "<>")).isZero();
        assertThat(out).hasToString("No message is held that matches.\n");
        assertThat(run("list", "--domain", "no_domain")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith("--domain no_domain: ");
    }

    @Test
    void jsonIsAnObjectALine() {
        assertThat(run("list", "--json")).isZero();
        List<JsonNode> lines = out.toString().lines().map(AdminClient::parse).toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0).path("id").asString()).isEqualTo(first.toString());
        assertThat(lines.get(0).path("recipients").path(1).path("address").asString())
                .isEqualTo("b@beta.example");
        assertThat(lines.get(1).path("recipients").path(0).path("state").asString())
                .isEqualTo("held");
    }

    @Test
    void aMessageIsShownAndExported() throws IOException {
        assertThat(run("show", first.toString())).isZero();
        assertThat(out.toString())
                .contains("from        <alice@sender.example>")
                .contains("parameters  BODY=7BIT")
                .contains("to          <b@beta.example>\n  state     held")
                .contains("lies in     segments/");
        Path file = folder.resolve("one.eml");
        assertThat(run("export", first.toString(), "-o", file.toString())).isZero();
        assertThat(file).hasBinaryContent(Messages.text("one", "hello"));
        assertThat(run("export", first.toString(), "-o", file.toString())).isEqualTo(ExitCode.IO_ERROR);
        assertThat(err).hasToString(file + " is there already\n");
        assertThat(run("show", "ZZZ")).isEqualTo(ExitCode.USAGE);
        assertThat(err).hasToString("the log does not tell of a message 0000000000ZZZ\n");
        assertThat(run("export", "not!")).isEqualTo(ExitCode.USAGE);
        assertThat(err).hasToString("not!: not a message id\n");
    }

    @Test
    void aBackupIsRestoredSomewhereElse() {
        String backup = folder.resolve("backup").toString();
        assertThat(run("backup", backup)).isZero();
        assertThat(out.toString()).contains("position: segments/").contains("holds: 2 messages");
        assertThat(run("backup", backup)).isZero();
        assertThat(out.toString()).contains("new: 0 B");
        assertThat(run("restore", backup)).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains(spool + " is not empty");
        spool = folder.resolve("restored");
        assertThat(run("restore", backup)).isZero();
        assertThat(out.toString()).contains("2 messages").contains("will be delivered again");
        assertThat(run("verify")).isZero();
        assertThat(run("restore", folder.resolve("nothing").toString())).isEqualTo(ExitCode.UNAVAILABLE);
        assertThat(err.toString()).contains("there is no finished backup in");
    }

    @Test
    void anIndexInUseIsNotSetAside() {
        try (SpoolQueue queue = open(spool)) {
            assertThat(run("rebuild-index")).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err.toString())
                    .contains("is in use by process " + ProcessHandle.current().pid());
            assertThat(queue.summaries()).isNotEmpty();
        }
        assertThat(run("rebuild-index")).isZero();
        assertThat(spool.resolve("index/checkpoint")).doesNotExist();
    }

    @Test
    void noSpoolIsToldInWords() {
        spool = folder.resolve("nowhere");
        for (String command : List.of("verify", "list", "rebuild-index")) {
            assertThat(run(command)).as(command).isEqualTo(ExitCode.UNAVAILABLE);
            assertThat(err).hasToString("there is no spool in " + spool + "\n");
        }
    }

    @Test
    void howFarAWorkHasComeIsSaidOnATerminalOnly() {
        assertThat(ProgressLine.line(17_000_000, 68_000_000)).isEqualTo("17 MB of 68 MB, 25 %");
        assertThat(ProgressLine.line(0, 0)).isEqualTo("0 B of 0 B, 100 %");
        try (ProgressLine quiet = new ProgressLine(new PrintWriter(out), false)) {
            quiet.at(1, 2);
        }
        assertThat(out.toString()).isEmpty();
    }

    private static Path newest(Path segments) throws IOException {
        try (Stream<Path> files = Files.list(segments)) {
            return files.sorted().reduce((earlier, later) -> later).orElseThrow();
        }
    }
}
