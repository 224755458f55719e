package org.etrngateway.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.assertj.core.api.Assertions;
import org.awaitility.Awaitility;
import org.etrngateway.queue.LoopDisk;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;

/**
 * What the gateway does when its disk fails, is full, cannot be written or belongs to another one: what it
 * answers, what it tells the operator, how it ends, and that nothing accepted is lost.
 */
@Tag("disks")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("target/disks")
class DiskFaultTest {
    private static final int UNAVAILABLE = 69;
    private static final int IO_ERROR = 74;
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int MIB = 200;

    /** The gateway leaves 64 MiB free; with less, it takes no mail. */
    private static final long LITTLE = 24L << 20;

    @TempDir
    private Path folder;

    private final Ledger ledger = new Ledger();
    private final MailSamples samples = new MailSamples(1, "fault", "acme.example");
    private final int port = Ports.free();
    private final GatewayProcess.Site acme = new GatewayProcess.Site("acme", port, List.of("acme.example"));

    @Test
    void aForceThatFailsEndsItInALineAndANewStartHasAllThatWasAccepted() throws Exception {
        GatewayProcess gateway = GatewayProcess.prepare(folder, folder.resolve("data"), acme);
        gateway.start(failingForce(folder.resolve("data/spool/segments"), 20));
        try (gateway) {
            sendUntilRefused(gateway);
            assertThat(gateway.end()).isEqualTo(IO_ERROR);
            assertThat(Files.readString(gateway.log())).doesNotContain("\tat ");
            assertThat(Files.readAllLines(gateway.log()))
                    .filteredOn(line -> line.contains("Input/output error"))
                    .singleElement()
                    .satisfies(line -> assertThat(line).contains("no mail is accepted until the next start"));
            gateway.start();
            drainAndAudit(gateway);
        }
    }

    /** The words of strace that let the n-th force of a thread fail, of the log's first segments. */
    private static List<String> failingForce(Path segments, int ordinal) {
        List<String> words = new ArrayList<>(LoopDisk.strace());
        words.addAll(List.of("-f", "--seccomp-bpf", "-qq", "-o", "/dev/null", "-e", "trace=fdatasync"));
        words.addAll(List.of("-e", "inject=fdatasync:error=EIO:when=" + ordinal));
        for (int i = 1; i < 9; i++) {
            words.addAll(List.of(
                    "-P", segments.resolve("000000000000000" + i + ".seg").toString()));
        }
        return words;
    }

    /** The message whose force failed is refused, and then the session ends: whoever sends comes back later. */
    private void sendUntilRefused(GatewayProcess gateway) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.smtpPort()).hello()) {
            Assertions.assertThatIOException()
                    .isThrownBy(() -> sendWithoutEnd(client))
                    .withMessageStartingWith("unexpected reply: 451 4.3.0 ");
            assertThat(client.command("MAIL FROM:<sender@origin.example>")).startsWith("421 ");
        }
    }

    private void sendWithoutEnd(SmtpClient client) throws IOException {
        while (true) {
            Mail mail = samples.small();
            ledger.offered(mail);
            ledger.accepted(mail, client.send(mail));
        }
    }

    @Test
    void aFullDiskRefusesMailWhileFlushesGoOnAndIsUsedAgainWhenThereIsRoom() throws Exception {
        try (LoopDisk disk = LoopDisk.make("ext4", MIB);
                GatewayProcess gateway =
                        GatewayProcess.prepare(folder, disk.folder().resolve("data"), acme)) {
            gateway.start();
            send(gateway);
            Path ballast = disk.folder().resolve("ballast");
            fill(ballast, Files.getFileStore(disk.folder()).getUsableSpace() - LITTLE);
            Awaitility.await("mail is refused; log: " + gateway.log())
                    .atMost(LIMIT)
                    .until(() -> mail(gateway).startsWith("452 4.3.1 "));
            try (RecordingSite site = new RecordingSite(port)) {
                gateway.drain("acme.example", LIMIT);
                assertThat(site.deliveries()).isNotEmpty();
                assertThat(mail(gateway)).startsWith("452 4.3.1 ");
                Files.delete(ballast);
                Awaitility.await("mail is taken again; log: " + gateway.log())
                        .atMost(LIMIT)
                        .until(() -> mail(gateway).startsWith("250 "));
                send(gateway);
                gateway.drain("acme.example", LIMIT);
                assertThat(ledger.audit(site.deliveries())).isEmpty();
                assertThat(Ledger.copies(site.deliveries())).isEmpty();
            }
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsNamed() throws Exception {
        try (LoopDisk disk = LoopDisk.make("ext4", MIB);
                GatewayProcess gateway =
                        GatewayProcess.prepare(folder, disk.folder().resolve("data"), acme)) {
            gateway.start();
            gateway.kill();
            disk.protect();
            Files.delete(gateway.log());
            gateway.launch(List.of());
            assertThat(gateway.end()).isEqualTo(UNAVAILABLE);
            assertThat(Files.readAllLines(gateway.log()))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains(disk.folder().resolve("data/spool").toString())
                            .contains("Read-only file system")
                            .doesNotContain("Exception"));
        }
    }

    @Test
    void aSecondOneOnTheSameDataSaysWhoHasIt() throws Exception {
        Path data = folder.resolve("data");
        try (GatewayProcess first = GatewayProcess.prepare(folder.resolve("first"), data, acme);
                GatewayProcess second = GatewayProcess.prepare(folder.resolve("second"), data, acme)) {
            first.start();
            second.launch(List.of());
            assertThat(second.end()).isEqualTo(UNAVAILABLE);
            assertThat(Files.readAllLines(second.log()))
                    .singleElement()
                    .satisfies(line -> assertThat(line)
                            .contains(data.resolve("spool").toString())
                            .contains("in use by process " + first.pid()));
            send(first);
            drainAndAudit(first);
        }
    }

    private void send(GatewayProcess gateway) throws IOException {
        try (LoadSender sender = new LoadSender(gateway.smtpPort(), ledger)) {
            sender.sendAll(samples.mixed(50));
        }
    }

    private void drainAndAudit(GatewayProcess gateway) throws IOException {
        assertThat(ledger.acceptedRecipients()).isPositive();
        try (RecordingSite site = new RecordingSite(port)) {
            gateway.drain("acme.example", LIMIT);
            assertThat(ledger.audit(site.deliveries())).isEmpty();
            assertThat(Ledger.copies(site.deliveries())).isEmpty();
        }
    }

    private static String mail(GatewayProcess gateway) throws IOException {
        try (SmtpClient client = new SmtpClient(gateway.smtpPort()).hello()) {
            return client.command("MAIL FROM:<sender@origin.example>");
        }
    }

    private static void fill(Path file, long octets) throws IOException {
        byte[] some = new byte[1 << 20];
        ThreadLocalRandom.current().nextBytes(some);
        try (var out = Files.newOutputStream(file)) {
            for (long left = octets; left > 0; left -= some.length) {
                out.write(some, 0, (int) Math.min(left, some.length));
            }
        }
    }
}
