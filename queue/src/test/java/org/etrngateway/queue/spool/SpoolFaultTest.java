package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue.Acceptance;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.Wishes;
import org.etrngateway.queue.index.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the disk does to us, and what we then promise. */
class SpoolFaultTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SiteName ACME = new SiteName("acme");

    @TempDir
    private Path folder;

    private final FaultyDisk disk = new FaultyDisk();
    private final CompletableFuture<Void> fault = new CompletableFuture<>();
    private SpoolQueue queue;

    @BeforeEach
    void open() {
        open(SpoolSettings.in(folder));
    }

    private void open(SpoolSettings settings) {
        Clock clock = Clock.fixed(NOON, ZoneOffset.UTC);
        queue = SpoolQueue.open(
                disk,
                settings,
                new Directory(domain -> Optional.of(ACME)),
                new Holdings(Map.of(), clock),
                clock,
                () -> fault.complete(null));
    }

    @AfterEach
    void close() {
        disk.writesFail().set(false);
        queue.close();
    }

    @Test
    void refusesWhenTheDiskIsFullAndTakesBackTheHalfWrittenRecord() {
        disk.writesFail().set(true);
        assertThatThrownBy(() -> accept("lost")).hasRootCauseMessage("No space left on device");
        assertThat(queue.acceptance()).isEqualTo(Acceptance.FULL);
        disk.writesFail().set(false);
        queue.close();
        open();
        accept("kept");
        assertThat(queue.summary(ACME).messages()).isEqualTo(1);
    }

    @Test
    void neverTriesAFailedForceAgain() {
        disk.forcesFail().set(true);
        assertThatThrownBy(() -> accept("lost")).hasRootCauseMessage("Input/output error");
        disk.forcesFail().set(false);
        fault.join();
        assertThat(queue.acceptance()).isEqualTo(Acceptance.FAILED);
        assertThatThrownBy(() -> accept("refused")).hasRootCauseInstanceOf(QueueException.class);
        assertThat(queue.summary(ACME).messages()).isZero();
    }

    @Test
    void takesMailAgainWhenThereIsRoomAgain() throws InterruptedException {
        accept("before");
        disk.writesFail().set(true);
        assertThatThrownBy(() -> accept("lost")).hasRootCauseMessage("No space left on device");
        assertThatThrownBy(() -> accept("refused")).hasCauseInstanceOf(QueueException.class);
        disk.writesFail().set(false);
        disk.awaitLook();
        assertThat(queue.acceptance()).isEqualTo(Acceptance.OPEN);
        accept("after");
        assertThat(queue.summary(ACME).messages()).isEqualTo(2);
    }

    /** The segment is full, too: the next one cannot be begun until there is room. */
    @Test
    void beginsTheNextSegmentWhenThereIsRoomAgain() throws InterruptedException {
        queue.close();
        open(new SpoolSettings(folder, 1, 8 * 1, 0, 256 << 10, 20_000));
        accept("before");
        disk.writesFail().set(true);
        assertThatThrownBy(() -> accept("lost")).hasRootCauseMessage("No space left on device");
        disk.writesFail().set(false);
        disk.awaitLook();
        accept("after");
        queue.close();
        open();
        assertThat(queue.summary(ACME).messages()).isEqualTo(2);
    }

    /** A file of its own would not help: the folder, too, was to be forced. */
    @Test
    void neverTriesTheFailedForceOfANewSegmentAgain() {
        queue.close();
        open(new SpoolSettings(folder, 1, 8 * 1, 0, 256 << 10, 20_000));
        accept("before");
        disk.forcesFail().set(true);
        assertThatThrownBy(() -> accept("lost")).hasRootCauseMessage("Input/output error");
        disk.forcesFail().set(false);
        fault.join();
        assertThat(queue.acceptance()).isEqualTo(Acceptance.FAILED);
    }

    @Test
    void failsWhenALargeContentCannotBeForced() {
        disk.forcesFail().set(true);
        assertThatThrownBy(() -> accept("large".repeat(200_000))).hasRootCauseMessage("Input/output error");
        disk.forcesFail().set(false);
        fault.join();
        assertThat(queue.acceptance()).isEqualTo(Acceptance.FAILED);
    }

    /** Memory goes on without its index, and the next start makes it anew. */
    @Test
    void goesOnWithoutAnIndexThatFails() throws Exception {
        accept("before");
        queue.close();
        open();
        dropTable();
        accept("one");
        accept("two");
        disk.awaitLook();
        assertThat(queue.summary(ACME).messages()).isEqualTo(3);
        assertThat(claim()).hasSize(2);
        assertThat(folder.resolve("index/checkpoint")).doesNotExist();
        queue.close();
        open();
        assertThat(claim()).hasSize(3);
    }

    /** What only a row can tell is not taken for gone. */
    @Test
    void decidesNothingAboutWhatItCannotFind() throws Exception {
        accept("before");
        Lease before = claim().get(0);
        queue.close();
        open();
        dropTable();
        accept("one");
        disk.awaitLook();
        Directive hold = new Directive.Hold(before.id(), ACME, "op");
        assertThatThrownBy(() -> Messages.await(queue.apply(hold)))
                .isInstanceOf(QueueException.class)
                .hasMessageContaining("the index has failed");
        List<Outcome> delivered = List.of(Outcome.of(0, Outcome.Kind.DELIVERED, NOON, "250 ok"));
        assertThatThrownBy(() -> Messages.await(queue.settle(before, delivered, NOON)))
                .isInstanceOf(QueueException.class);
    }

    private List<Lease> claim() {
        return queue.claim(ACME, Selection.released(NOON), 10, Long.MAX_VALUE);
    }

    private void dropTable() throws SQLException {
        String url = "jdbc:h2:file:" + folder.toAbsolutePath().resolve("index").resolve(Schema.FILE);
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("drop table unit");
        }
    }

    @Test
    void saysWhoHasTheSpool() {
        assertThatThrownBy(() -> open(SpoolSettings.in(folder)))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("process " + ProcessHandle.current().pid());
    }

    private void accept(String body) {
        Draft draft = queue.draft(envelope(), List.of());
        draft.append(ByteBuffer.wrap(body.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .toCompletableFuture()
                .join();
        draft.commit("").toCompletableFuture().join();
    }

    private static Envelope envelope() {
        return new Envelope(
                ReversePath.NULL,
                List.of(Recipient.of(Mailbox.parse("a@acme.example"))),
                NOON,
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }
}
