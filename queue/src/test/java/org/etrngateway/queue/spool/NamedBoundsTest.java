package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.sized;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a spool keeps of named transactions when there are many, when the disk is full, and when it fails. */
class NamedBoundsTest {
    private static final SpoolSettings SETTINGS =
            new SpoolSettings(Path.of("/spool"), 6000, 0, 0, 2500, 50, new SpoolSettings.Named(3, 100_000));

    private final SimulatedDisk disk = new SimulatedDisk(DiskState.EMPTY, "boot", () -> 0);
    private final MutableClock clock = new MutableClock();
    private MailQueue queue;

    @BeforeEach
    void open() {
        queue = SpoolQueue.open(
                disk, SETTINGS, new Directory(SpoolFolder.DIRECTORY), new Holdings(Map.of(), clock), clock, () -> {});
    }

    @AfterEach
    void close() {
        queue.close();
        disk.close();
    }

    /** What was begun before has come to its end by then. */
    private NamedTransaction takeUp(String name) {
        named("nobody").close();
        clock.advance(Duration.ofSeconds(1));
        return named(name);
    }

    private NamedTransaction named(String name) {
        return await(queue.takeUp(new TransactionName("192.0.2.1", "client.example", name), () -> {}));
    }

    private Draft begin(NamedTransaction transaction, int octets) {
        Draft draft = transaction.begin(envelope(clock.instant(), "a@acme.example"), List.of());
        await(draft.append(ByteBuffer.wrap(sized(octets))));
        return draft;
    }

    private void part(String name, int octets) {
        NamedTransaction transaction = takeUp(name);
        begin(transaction, octets).suspend();
        transaction.close();
    }

    private void whole(String name) {
        NamedTransaction transaction = takeUp(name);
        await(begin(transaction, 100).commit("", 100));
        transaction.close();
    }

    private long kept(String name) {
        NamedTransaction transaction = takeUp(name);
        transaction.close();
        return transaction.kept();
    }

    @Test
    void ofTooManyTheOldestGoesFirst() {
        part("first", 1_000);
        part("second", 1_000);
        part("third", 1_000);
        part("fourth", 1_000);
        assertThat(kept("first")).isZero();
        assertThat(kept("second")).isPositive();
        assertThat(kept("fourth")).isPositive();
    }

    @Test
    void whatIsCompleteGoesLast() {
        whole("done");
        part("first", 1_000);
        part("second", 1_000);
        part("third", 1_000);
        assertThat(kept("done")).isEqualTo(100);
        assertThat(kept("first")).isZero();
        assertThat(kept("third")).isPositive();
    }

    @Test
    void octetsAreBoundedToo() {
        part("first", 40_000);
        part("second", 40_000);
        part("third", 40_000);
        assertThat(kept("first")).isZero();
        assertThat(kept("second")).isPositive();
        assertThat(kept("third")).isPositive();
    }

    @Test
    void whatASessionHasOpenStays() {
        NamedTransaction open = takeUp("open");
        Draft draft = begin(open, 90_000);
        part("second", 90_000);
        assertThat(kept("second")).isZero();
        await(draft.commit("", 90_000));
        open.close();
        assertThat(kept("open")).isEqualTo(90_000);
    }

    @Test
    void aFullDiskRefusesTheDraftAndHeals() {
        NamedTransaction transaction = takeUp("full");
        Draft draft = begin(transaction, 1_000);
        disk.failAs((count, operation) -> {
            if (operation == SimulatedDisk.Operation.WRITE) {
                throw new IOException("No space left on device");
            }
        });
        assertThatThrownBy(() -> await(draft.commit("", 1_000)))
                .isInstanceOfSatisfying(
                        QueueException.class, full -> assertThat(full.reason()).isEqualTo(QueueException.Reason.FULL));
        disk.failAs((count, operation) -> {});
        transaction.close();
        assertThat(kept("full")).isZero();
        Awaitility.await().until(() -> queue.acceptance() == MailQueue.Acceptance.OPEN);
        whole("again");
        assertThat(queue.summary(SpoolFolder.ACME).messages()).isEqualTo(1);
    }

    @Test
    void aForceThatFailsEndsAcceptance() {
        NamedTransaction transaction = takeUp("failed");
        Draft draft = begin(transaction, 1_000);
        disk.failAs((count, operation) -> {
            if (operation == SimulatedDisk.Operation.FORCE) {
                throw new IOException("Input/output error");
            }
        });
        assertThatThrownBy(() -> await(draft.commit("", 1_000)))
                .isInstanceOfSatisfying(
                        QueueException.class,
                        failed -> assertThat(failed.reason()).isEqualTo(QueueException.Reason.FAILED));
        assertThatThrownBy(() -> whole("later")).isInstanceOf(QueueException.class);
        Awaitility.await().until(() -> queue.acceptance() == MailQueue.Acceptance.FAILED);
    }
}
