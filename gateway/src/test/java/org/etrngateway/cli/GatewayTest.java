package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.etrngateway.net.Wire;
import org.etrngateway.peers.Ports;
import org.etrngateway.peers.RecordingSite;
import org.etrngateway.queue.spool.SpoolException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The whole gateway in this process, on a real spool, between real sockets. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GatewayTest {
    private static final String CONTENT =
            "From: <ann@sender.example>\r\nSubject: hi\r\n\r\n.dots\r\n..more\r\n\u00e9\r\n";

    /** The same, an octet a character. */
    private static final String OCTETS =
            new String(CONTENT.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);

    @TempDir
    private Path folder;

    private final int acmePort = Ports.free();
    private final int harbourPort = Ports.free();
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        settings();
        open();
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void open() {
        gateway = Gateway.open(ConfigOption.load(folder.resolve("gateway.yaml")), Clock.systemUTC(), () -> {});
    }

    private void settings() throws IOException {
        Files.writeString(folder.resolve("gateway.yaml"), """
                hostname: mx.isp.example
                data: data
                postmaster: admin@acme.example
                listeners:
                  - { name: smtp, kind: smtp, bind: "127.0.0.1:0" }
                  - { name: trigger, kind: trigger, bind: "127.0.0.1:0" }
                admin: { bind: "127.0.0.1:0" }
                # Nobody listens there: what goes to the outside stays.
                outbound: { relay: { host: 127.0.0.1, port: 1 } }
                sites:
                  acme:
                    domains: [acme.example]
                    route: { host: 127.0.0.1, port: %d }
                    trigger: { from: [127.0.0.1/32] }
                  harbour:
                    domains: [harbour.example]
                    route: { host: 127.0.0.1, port: %d }
                    trigger: { from: [127.0.0.1/32] }
                """.formatted(acmePort, harbourPort));
    }

    private String ask(String listener, String... lines) throws IOException {
        try (Wire client = new Wire(gateway.addresses().get(listener))) {
            client.reply();
            client.send("EHLO sender.example");
            client.reply();
            String reply = "";
            for (String line : lines) {
                client.send(line);
                reply = client.reply();
            }
            return reply;
        }
    }

    private String send(String sender, String... recipients) throws IOException {
        try (Wire client = new Wire(gateway.addresses().get("smtp"))) {
            client.reply();
            client.send("EHLO sender.example");
            client.reply();
            client.send("MAIL FROM:<" + sender + "> BODY=8BITMIME");
            client.reply();
            for (String recipient : recipients) {
                client.send("RCPT TO:<" + recipient + ">");
                client.reply();
            }
            client.send("DATA");
            client.reply();
            client.send((CONTENT.replace("\r\n.", "\r\n..") + ".").split("\r\n", -1));
            return client.reply();
        }
    }

    private String etrn(String name) throws IOException {
        return ask("trigger", "ETRN " + name);
    }

    @Test
    void mailIsHeldUntilItsSiteAsksAndComesOctetForOctet() throws Exception {
        assertThat(send("ann@sender.example", "x@acme.example", "y@acme.example", "z@harbour.example"))
                .startsWith("250 2.0.0 ");
        try (RecordingSite acme = new RecordingSite(acmePort);
                RecordingSite harbour = new RecordingSite(harbourPort)) {
            var arrived = acme.expect(1);
            assertThat(etrn("acme.example")).startsWith("253 ").contains("1 pending");
            assertThat(arrived.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(acme.deliveries()).singleElement().satisfies(delivery -> {
                assertThat(delivery.sender()).isEqualTo("ann@sender.example");
                assertThat(delivery.recipients()).containsExactly("x@acme.example", "y@acme.example");
                assertThat(delivery.content()).isEqualTo(OCTETS);
            });
            await().until(() -> etrn("acme.example").startsWith("251"));
            assertThat(harbour.sessions()).isEmpty();
            assertThat(etrn("harbour.example")).startsWith("253 ");
            await().until(() -> harbour.deliveries().size() == 1);
        }
    }

    @Test
    void whatWasAcceptedOutlivesAStart() throws Exception {
        send("ann@sender.example", "x@acme.example");
        gateway.close();
        open();
        assertThat(ask("smtp", "NOOP")).startsWith("250");
        try (RecordingSite acme = new RecordingSite(acmePort)) {
            assertThat(etrn("acme.example")).startsWith("253 ").contains("1 pending");
            await().until(() -> acme.deliveries().size() == 1);
        }
    }

    @Test
    void aRefusedRecipientEndsInANoticeThatWaitsForItsSendersSite() throws Exception {
        send("carla@harbour.example", "nobody@acme.example", "x@acme.example");
        try (RecordingSite acme = new RecordingSite(acmePort);
                RecordingSite harbour = new RecordingSite(harbourPort)) {
            etrn("acme.example");
            await().until(() -> acme.deliveries().size() == 1);
            await().until(() -> etrn("acme.example").startsWith("251"));
            assertThat(harbour.sessions()).isEmpty();
            assertThat(etrn("harbour.example")).startsWith("253 ");
            await().until(() -> harbour.deliveries().size() == 1);
            assertThat(harbour.deliveries()).singleElement().satisfies(notice -> {
                assertThat(notice.sender()).isEmpty();
                assertThat(notice.recipients()).containsExactly("carla@harbour.example");
                assertThat(notice.content()).contains("nobody@acme.example").contains("5.1.1");
            });
        }
    }

    @Test
    void aReloadMovesMailToTheSiteThatOwnsItNow() throws Exception {
        send("ann@sender.example", "x@acme.example");
        String text = Files.readString(folder.resolve("gateway.yaml"));
        Files.writeString(
                folder.resolve("gateway.yaml"),
                text.replace("domains: [acme.example]", "domains: [old.example]")
                        .replace("domains: [harbour.example]", "domains: [harbour.example, acme.example]"));
        gateway.reload(ConfigOption.load(folder.resolve("gateway.yaml")));
        try (RecordingSite harbour = new RecordingSite(harbourPort)) {
            assertThat(etrn("old.example")).startsWith("251 ");
            assertThat(etrn("harbour.example")).startsWith("253 ");
            await().until(() -> harbour.deliveries().size() == 1);
        }
    }

    @Test
    void oneProcessOwnsASpool() {
        assertThatThrownBy(() ->
                        Gateway.open(ConfigOption.load(folder.resolve("gateway.yaml")), Clock.systemUTC(), () -> {}))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid());
    }

    @Test
    void theOperatorReleasesWhatIsHeldForItsSize() throws Exception {
        String text = Files.readString(folder.resolve("gateway.yaml"));
        Files.writeString(
                folder.resolve("gateway.yaml"),
                text.replace("domains: [acme.example]", "domains: [acme.example]\n    oversize: { above: 1KiB }"));
        gateway.close();
        open();
        gateway.startRest();
        assertThat(ask(
                        "smtp",
                        "MAIL FROM:<>",
                        "RCPT TO:<x@acme.example>",
                        "DATA",
                        "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(100) + "."))
                .startsWith("250 ");
        assertThat(etrn("acme.example")).startsWith("251 ");
        String line = command("queue", "acme");
        assertThat(command("release", "acme", line.replaceAll("(?s).*\\b(0[0-9A-Z]{12})\\b.*", "$1")))
                .contains("released");
        try (RecordingSite acme = new RecordingSite(acmePort)) {
            assertThat(etrn("acme.example")).startsWith("25");
            await().until(() -> acme.deliveries().size() == 1);
        }
    }

    @Test
    void theOperatorsCommandsReachIt() throws Exception {
        gateway.startRest();
        send("ann@sender.example", "x@acme.example");
        assertThat(command("queue", "acme")).contains("<ann@sender.example>").contains("<x@acme.example>");
        assertThat(command("pause", "acme", "--why", "in dock")).contains("acme: paused");
        assertThat(command("flush", "acme")).contains("refused: paused");
        assertThat(etrn("acme.example")).startsWith("458 ");
        assertThat(command("sites")).containsPattern("acme +hold +1 .* paused");
        assertThat(command("resume", "acme")).contains("acme: resumed");
        try (RecordingSite acme = new RecordingSite(acmePort)) {
            assertThat(command("flush", "acme")).contains("acme: delivering 1 messages");
            await().until(() -> acme.deliveries().size() == 1);
        }
        await().until(() -> command("queue").contains("No message is held."));
        await().until(() -> command("history", "acme").contains("(in dock)"));
        assertThat(command("history", "acme")).containsPattern("acme +resume +");
        await().until(() -> command("statistics", "acme", "--by", "day").contains("DELIVERED"));
        assertThat(command("statistics", "--by", "week")).contains("expected one of");
        assertThat(command("release", "acme", "1")).contains("site acme has no message 0000000000001");
        assertThat(command("flush", "nosuch")).contains("there is no site nosuch");
    }

    @Test
    void theOperatorFindsMessagesAndDealsWithThem() throws Exception {
        gateway.startRest();
        send("ann@sender.example", "x@acme.example", "z@harbour.example");
        send("bob@sender.example", "x@acme.example");
        assertThat(command("queue", "--from", "BOB@"))
                .contains("<bob@sender.example>")
                .doesNotContain("<ann@");
        assertThat(command("queue", "--older", "1d")).contains("No message is held that matches.");
        assertThat(command("queue", "--older", "yesterday")).contains("Invalid value for option '--older'");
        assertThat(command("hold", "acme")).contains("give an ID, filters such as --older 30d, or --all");
        assertThat(command("hold", "acme", "--from", "ann@")).contains("1 message matches, ", "--yes is missing");
        assertThat(command("hold", "acme", "--from", "ann@", "--dry-run")).contains("1 message matches, ");
        assertThat(command("queue", "--state", "operator_held")).contains("No message is held that matches.");
        assertThat(command("hold", "acme", "--from", "ann@", "--yes")).contains("acme: 1 held");
        String held = command("queue", "--state", "operator_held");
        assertThat(held).contains("<ann@sender.example>").doesNotContain("<bob@", "harbour");
        String id = held.replaceAll("(?s).*\\b(0[0-9A-Z]{12})\\b.*", "$1");
        assertThat(command("message", "acme", id))
                .containsPattern("state +operator held")
                .containsPattern("waits for +an operator: gateway release")
                .containsPattern("to +<x@acme.example>")
                .containsPattern("Received: from .* by .* with ")
                .contains("Subject: hi");
        assertThat(command("message", "acme", id, "--read"))
                .containsPattern("1 +text/plain +\\d+ B")
                .contains(".dots", "..more", "é");
        Path file = folder.resolve("copy.eml");
        assertThat(command("message", "acme", id, "--export", file.toString())).contains(id + " is in ");
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                .startsWith("Received: ")
                .endsWith(OCTETS);
        assertThat(command("priority", "acme", id, "--set", "5")).contains(id + " changed");
        assertThat(command("remove", "acme", "--all", "--yes")).contains("2 messages match, ", "acme: 2 removed");
        assertThat(command("queue")).contains("harbour").doesNotContain("acme");
        assertThat(command("bounce", "harbour", "--all", "--yes")).contains("harbour: 1 returned");
        assertThat(command("queue", "outbound")).contains("<ann@sender.example>");
        await().until(() -> command("history", "acme").contains("2 messages, "));
        assertThat(command("history", "harbour")).contains("bounce", "message ");
    }

    @Test
    void theOperatorTakesMailElsewhereAndBack() throws Exception {
        gateway.startRest();
        send("ann@sender.example", "x@acme.example");
        send("bob@sender.example", "x@acme.example");
        Path file = folder.resolve("acme.mbox");
        assertThat(command("export", "acme", "-o", file.toString(), "--dry-run"))
                .contains("2 messages match, ");
        assertThat(file).doesNotExist();
        assertThat(command("export", "acme", "-o", file.toString(), "--why", "they move"))
                .contains("acme: written to " + file);
        assertThat(command("export", "acme", "-o", file.toString())).contains(file + " is there already");
        assertThat(command("remove", "acme", "--all", "--yes")).contains("acme: 2 removed");
        assertThat(command("import", "acme", file.toString())).contains(file + ": 2 messages are taken");
        assertThat(command("queue", "acme")).contains("<ann@sender.example>", "<bob@sender.example>");
        try (RecordingSite office = new RecordingSite(harbourPort)) {
            String way = "127.0.0.1:" + harbourPort;
            assertThat(command("redirect", "acme", "--from", "ann@", "--yes", "--route", way, "--follow"))
                    .contains("1 message matches, ", "acme: on its way to " + way, "acme: over");
            await().until(() -> office.deliveries().size() == 1);
        }
        await().until(() -> !command("queue", "acme").contains("<ann@sender.example>"));
        assertThat(command("queue", "acme")).contains("<bob@sender.example>");
        assertThat(command("import", "harbour", file.toString()))
                .contains("message 1 of " + file + " is not: none of its recipients", "--skip 0");
        assertThat(command("import", "acme", folder.resolve("nothing").toString()))
                .contains("there is no file");
        await().until(() -> command("history", "acme").contains("export  "));
        assertThat(command("history", "acme"))
                .contains("2 messages as mbox (they move)", "redirect flush", "messages over 127.0.0.1:");
    }

    @Test
    void whatHappensIsPrintedAsItHappensUntilTheGatewayEnds() {
        gateway.startRest();
        StringWriter heard = new StringWriter();
        CompletableFuture<Integer> exit =
                CompletableFuture.supplyAsync(() -> run(heard, "history", "--follow", "acme"));
        await().until(() -> {
            // Until it listens.
            command("pause", "harbour");
            command("pause", "acme");
            return heard.toString().contains("acme  pause  operator at 127.0.0.1");
        });
        assertThat(heard.toString()).doesNotContain("harbour");
        gateway.close();
        await().until(exit::isDone);
        assertThat(exit).isCompletedWithValue(ExitCode.UNAVAILABLE);
        assertThat(heard.toString()).contains("the gateway has ended");
    }

    private String command(String... words) {
        StringWriter out = new StringWriter();
        int unused = run(out, words);
        return out.toString();
    }

    private int run(StringWriter out, String... words) {
        CommandLine line = GatewayCommand.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(out));
        List<String> all = new ArrayList<>(List.of(words));
        all.addAll(List.of("--config", folder.resolve("gateway.yaml").toString()));
        return line.execute(all.toArray(String[]::new));
    }
}
