package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;
import static org.etrngateway.queue.spool.SpoolFolder.accept;
import static org.etrngateway.queue.spool.SpoolFolder.claim;
import static org.etrngateway.queue.spool.SpoolFolder.defer;
import static org.etrngateway.queue.spool.SpoolFolder.deliver;
import static org.etrngateway.queue.spool.SpoolFolder.held;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Space comes back while some mail is held for weeks, and nothing of that mail is changed by it. */
class CompactionTest {
    private static final int SEGMENT = 16 << 10;
    private static final int CHECKPOINT_RECORDS = 50;

    private static final Listing ALL_OF_ACME = new Listing(Optional.of(ACME), Optional.empty(), 10);
    private static final SiteName GONE = new SiteName("gone");

    private @TempDir Path scratch;
    private SpoolFolder spool;
    private MailQueue queue;

    @BeforeEach
    void open() {
        spool = new SpoolFolder(scratch.resolve("spool"));
        queue = open(spool);
    }

    private static MailQueue open(SpoolFolder folder) {
        return folder.open(
                new SpoolSettings(folder.folder(), SEGMENT, 8 * SEGMENT, 0, 256 << 10, CHECKPOINT_RECORDS),
                SpoolFolder.DIRECTORY);
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void theSegmentsOfEndedMailGoWhileOldMailIsHeld() {
        MessageId old = accept(queue, "old", "a@acme.example");
        Path first = newest();
        turnOver();
        await().untilAsserted(() -> {
            assertThat(first).doesNotExist();
            assertThat(octets()).isLessThan(12L * SEGMENT);
        });
        assertThat(held(queue, ACME)).containsExactly(old);
    }

    @Test
    void whatWasMovedIsDeliveredAsItWasAccepted() throws IOException {
        MessageId small = accept(queue, "small", "a@acme.example");
        MessageId large = Messages.put(
                queue,
                Messages.envelope(NOON, "b@acme.example"),
                "large",
                Messages.text("large", "x".repeat(256 << 10)));
        Map<MessageId, String> before = contents();
        moveAll();
        assertThat(contents()).isEqualTo(before).containsOnlyKeys(small, large);
        restart();
        assertThat(contents()).isEqualTo(before);
    }

    @Test
    void whatWasDecidedAndWhatHasEndedMovesAlong() {
        MessageId held = accept(queue, "held", "a@acme.example");
        MessageId urgent = accept(queue, "urgent", "a@acme.example");
        MessageId two = accept(queue, "two", "a@acme.example", "b@acme.example", "c@beta.example");
        Messages.await(queue.apply(new Directive.Hold(held, ACME, "op")));
        Messages.await(queue.apply(new Directive.SetPriority(urgent, ACME, 5, "op")));
        Lease lease = claim(queue, ACME).stream()
                .filter(one -> one.id().equals(two))
                .findFirst()
                .orElseThrow();
        Messages.await(queue.settle(lease, List.of(Outcome.of(0, Outcome.Kind.DELIVERED, NOON, "250 ok")), NOON));
        queue.close();
        queue = open(spool);
        moveAll();
        for (int i = 0; i < 2; i++) {
            assertThat(held(queue, ACME)).containsExactly(urgent, two);
            assertThat(queue.summary(ACME).messages()).isEqualTo(3);
            assertThat(queue.summary(ACME).operatorHeld()).isEqualTo(1);
            assertThat(open(two)).containsExactly(1);
            assertThat(held(queue, BETA)).containsExactly(two);
            loseIndex();
        }
    }

    @Test
    void whatSendersWantMovesAlong() {
        Instant until = NOON.plusSeconds(3600);
        Envelope plain = Messages.envelope(NOON, "a@acme.example");
        MessageId asleep = put(Messages.withRelease(plain, until));
        MessageId woken = put(Messages.withRelease(plain, NOON.plusSeconds(9)));
        MessageId told = put(Messages.withBy(plain, "60;N"));
        MessageId timed = put(Messages.withBy(plain, "60;N"));
        Messages.await(queue.wake(NOON.plusSeconds(9)));
        for (Lease lease : claim(queue, ACME)) {
            if (lease.id().equals(told)) {
                Messages.await(queue.tellLate(lease));
            } else {
                queue.release(lease);
            }
        }
        queue.close();
        queue = open(spool);
        moveAll();
        for (int i = 0; i < 2; i++) {
            assertThat(held(queue, ACME)).containsExactly(woken, told, timed);
            assertThat(queue.claim(ACME, Selection.late(until), 9, Long.MAX_VALUE))
                    .extracting(Lease::id)
                    .containsExactly(timed);
            loseIndex();
        }
        Messages.await(queue.wake(until));
        assertThat(held(queue, ACME)).containsExactly(asleep, woken, told, timed);
    }

    private MessageId put(Envelope envelope) {
        return Messages.put(queue, envelope, "", Messages.text("", ""));
    }

    /** An attempt is not forced, but a start that has the rows knows of it, moved or not. */
    @Test
    void attemptsAreKeptAcrossAMoveAndAKill() {
        MessageId old = accept(queue, "old", "a@acme.example");
        defer(queue, claim(queue, ACME).get(0));
        restart();
        moveAll();
        SpoolFolder crashed = spool.crashed(scratch.resolve("crashed"));
        queue.close();
        queue = open(crashed);
        assertThat(crashed.hasIndexAside()).isFalse();
        assertThat(queue.list(ALL_OF_ACME)).singleElement().satisfies(listed -> {
            assertThat(listed.id()).isEqualTo(old);
            assertThat(listed.attempts()).isEqualTo(1);
        });
    }

    /** The outcome names where the message lies now, and a rebuild believes it. */
    @Test
    void anOutcomeOfAMovedMessageEndsIt() {
        accept(queue, "old", "a@acme.example");
        List<Lease> leases = claim(queue, ACME);
        moveAll();
        leases.forEach(lease -> deliver(queue, lease));
        accept(queue, "new", "b@beta.example");
        loseIndex();
        assertThat(queue.summary(ACME).messages()).isZero();
        assertThat(held(queue, BETA)).hasSize(1);
    }

    @Test
    void aMessageThatCannotBeReadDoesNotKeepAllOthersOnTheDisk() throws IOException {
        Path first = newest();
        long place = Files.size(first);
        MessageId broken = accept(queue, "broken", "a@acme.example");
        SpoolFolder.spoil(first, place + RecordHeader.SIZE);
        turnOver();
        await().untilAsserted(() -> assertThat(first).doesNotExist());
        assertThat(spool.files("quarantine")).isNotEmpty();
        assertThat(queue.list(ALL_OF_ACME))
                .singleElement()
                .satisfies(listed -> assertThat(listed.id()).isEqualTo(broken));
    }

    /** Accepts and delivers until the log is far longer than what is held needs. */
    private void turnOver() {
        for (int i = 0; i < 150; i++) {
            Messages.put(
                    queue,
                    Messages.envelope(NOON, "x@gone.example"),
                    "filler",
                    Messages.text("filler", "y".repeat(2000)));
        }
        claim(queue, GONE).forEach(lease -> deliver(queue, lease));
    }

    private Path newest() {
        List<Path> segments = spool.files("segments");
        return segments.get(segments.size() - 1);
    }

    private void moveAll() {
        List<Path> now = new ArrayList<>(spool.files("segments"));
        turnOver();
        await().untilAsserted(() -> assertThat(spool.files("segments")).doesNotContainAnyElementsOf(now));
    }

    private void restart() {
        queue.close();
        queue = open(spool);
    }

    private void loseIndex() {
        queue.close();
        spool.files("index").stream()
                .filter(Files::isRegularFile)
                .forEach(file -> file.toFile().delete());
        queue = open(spool);
    }

    private long octets() {
        return spool.files("segments").stream()
                .mapToLong(file -> file.toFile().length())
                .sum();
    }

    private Map<MessageId, String> contents() {
        Map<MessageId, String> contents = new HashMap<>();
        for (Lease lease : claim(queue, ACME)) {
            contents.put(lease.id(), new String(Messages.read(queue, lease), StandardCharsets.UTF_8));
            queue.release(lease);
        }
        return contents;
    }

    private List<Integer> open(MessageId id) {
        List<Lease> leases = claim(queue, ACME);
        leases.forEach(queue::release);
        return leases.stream()
                .filter(lease -> lease.id().equals(id))
                .findFirst()
                .orElseThrow()
                .recipients();
    }
}
