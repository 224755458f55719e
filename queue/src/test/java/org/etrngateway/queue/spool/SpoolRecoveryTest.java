package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;
import static org.etrngateway.queue.spool.SpoolFolder.accept;
import static org.etrngateway.queue.spool.SpoolFolder.claim;
import static org.etrngateway.queue.spool.SpoolFolder.deliver;
import static org.etrngateway.queue.spool.SpoolFolder.held;
import static org.etrngateway.queue.spool.SpoolFolder.spoil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.Schema;
import org.etrngateway.queue.index.UnitIndex;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a start makes of checkpoint, index and segments, in whatever state they are. */
class SpoolRecoveryTest {
    @TempDir
    private Path temporary;

    private SpoolFolder spool;
    private SpoolQueue queue;

    @BeforeEach
    void open() {
        spool = new SpoolFolder(temporary.resolve("spool"));
        queue = spool.open();
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private void restart() {
        queue.close();
        queue = spool.open();
    }

    /** Goes on with what a kill would leave; the index is not looked at before. */
    private void crash() {
        SpoolFolder copy = spool.crashed(temporary.resolve("crashed"));
        queue.close();
        spool = copy;
        queue = spool.open();
    }

    @Test
    void aCleanEndLeavesNothingToPlay() throws IOException {
        MessageId id = accept(queue, "one", "a@acme.example");
        queue.close();
        Checkpoint last = checkpoint();
        assertThat(last.clean()).isTrue();
        assertThat(last.position().offset()).isEqualTo(Files.size(newestSegment()));
        assertThat(last.snapshot().sites().get(ACME).tally().messages()).isEqualTo(1);
        queue = spool.open();
        assertThat(spool.hasIndexAside()).isFalse();
        assertThat(held(queue, ACME)).containsExactly(id);
        assertThat(accept(queue, "two", "a@acme.example")).isGreaterThan(id);
    }

    @Test
    void whatCameAndWentBehindACheckpointIsPlayed() {
        MessageId first = accept(queue, "first", "a@acme.example", "b@beta.example");
        accept(queue, "second", "a@acme.example");
        restart();
        claim(queue, ACME).forEach(lease -> deliver(queue, lease));
        MessageId third = accept(queue, "third", "a@acme.example");
        MessageId fourth = accept(queue, "fourth", "a@acme.example");
        Messages.await(queue.apply(new Directive.Hold(fourth, ACME, "op")));
        Messages.await(queue.apply(new Directive.Hold(first, BETA, "op")));
        crash();
        assertThat(spool.hasIndexAside()).isFalse();
        assertThat(held(queue, ACME)).containsExactly(third);
        assertThat(queue.summary(ACME).messages()).isEqualTo(2);
        assertThat(queue.summary(ACME).operatorHeld()).isEqualTo(1);
        assertThat(queue.summary(BETA).operatorHeld()).isEqualTo(1);
    }

    @Test
    void whatItsSenderHoldsKeepsItsTimeOverAKill() {
        Instant until = SpoolFolder.NOON.plusSeconds(3600);
        Instant sooner = SpoolFolder.NOON.plusSeconds(60);
        Envelope plain = Messages.envelope(SpoolFolder.NOON, "a@acme.example");
        restart();
        MessageId asleep = put(Messages.withRelease(plain, until));
        MessageId woken = put(Messages.withRelease(plain, sooner));
        Messages.await(queue.wake(sooner));
        crash();
        assertThat(spool.hasIndexAside()).isFalse();
        assertThat(queue.summary(ACME).operatorHeld()).isEqualTo(1);
        assertThat(held(queue, ACME)).containsExactly(woken);
        assertThat(Messages.listed(queue, 9))
                .first()
                .satisfies(listed -> assertThat(listed.until()).contains(until));
        Messages.await(queue.wake(until.minusNanos(1)));
        restart();
        assertThat(held(queue, ACME)).containsExactly(woken);
        Messages.await(queue.wake(until));
        assertThat(held(queue, ACME)).containsExactly(asleep, woken);
    }

    @Test
    void whoKnowsThatHisMailIsLateIsNotToldAgainAfterAKill() {
        Envelope plain = Messages.envelope(SpoolFolder.NOON, "a@acme.example");
        restart();
        MessageId told = put(Messages.withBy(plain, "60;N"));
        MessageId untold = put(Messages.withBy(plain, "60;N"));
        Messages.await(queue.tellLate(claim(queue, ACME).get(0)));
        crash();
        assertThat(queue.claim(ACME, Selection.late(SpoolFolder.NOON.plusSeconds(60)), 9, Long.MAX_VALUE))
                .extracting(Lease::id)
                .containsExactly(untold);
        assertThat(told).isLessThan(untold);
    }

    private MessageId put(Envelope envelope) {
        return Messages.put(queue, envelope, "", Messages.text("", ""));
    }

    @Test
    void anIndexThatLacksARowIsMadeAnew() {
        accept(queue, "first", "a@acme.example");
        MessageId second = accept(queue, "second", "a@acme.example");
        queue.close();
        changeIndex(index -> index.write(List.of(new Change(second.value(), ACME, Optional.empty(), true))));
        // As if the end had not been clean.
        spool.files("segments").forEach(segment -> appendTo(segment));
        queue = spool.open();
        assertThat(spool.hasIndexAside()).isTrue();
        assertThat(held(queue, ACME)).hasSize(2);
    }

    @Test
    void anIndexOlderThanItsCheckpointIsMadeAnew() throws IOException {
        accept(queue, "first", "a@acme.example");
        queue.close();
        Path database = spool.folder().resolve("index/" + Schema.FILE + ".mv.db");
        byte[] old = Files.readAllBytes(database);
        queue = spool.open();
        accept(queue, "second", "a@acme.example");
        queue.close();
        Files.write(database, old);
        queue = spool.open();
        assertThat(spool.hasIndexAside()).isTrue();
        assertThat(held(queue, ACME)).hasSize(2);
    }

    @Test
    void anotherSpoolsIndexIsMadeAnew() throws IOException {
        MessageId ours = accept(queue, "ours", "a@acme.example");
        queue.close();
        SpoolFolder other = new SpoolFolder(temporary.resolve("other"));
        try (SpoolQueue stranger = other.open()) {
            accept(stranger, "theirs", "a@acme.example");
            accept(stranger, "theirs, too", "a@acme.example");
        }
        for (Path file : other.files("index")) {
            Files.write(spool.folder().resolve("index").resolve(file.getFileName()), Files.readAllBytes(file));
        }
        queue = spool.open();
        assertThat(spool.hasIndexAside()).isTrue();
        assertThat(held(queue, ACME)).containsExactly(ours);
    }

    @Test
    void aDamagedCheckpointIsNotBelieved() throws IOException {
        MessageId id = accept(queue, "one", "a@acme.example");
        queue.close();
        Path file = spool.folder().resolve("index/checkpoint");
        spoil(file, Files.size(file) / 2);
        queue = spool.open();
        assertThat(spool.hasIndexAside()).isTrue();
        assertThat(held(queue, ACME)).containsExactly(id);
    }

    @Test
    void aStartAfterAStartAfterACrashFindsTheSame() {
        MessageId id = accept(queue, "one", "a@acme.example");
        crash();
        restart();
        restart();
        assertThat(held(queue, ACME)).containsExactly(id);
        assertThat(queue.summary(ACME).messages()).isEqualTo(1);
    }

    /** Segments of some records each: the same mail is found by their summaries and record by record. */
    @Test
    void aRebuildFindsTheSameWithAndWithoutSummaries() throws IOException {
        queue.close();
        queue = spool.openWithSegmentsOf(2000);
        for (int i = 0; i < 30; i++) {
            accept(queue, "m" + i, i % 3 == 0 ? "b@beta.example" : "a@acme.example", "c@gamma.example");
        }
        List<Lease> leases = claim(queue, ACME);
        leases.subList(5, leases.size()).forEach(lease -> deliver(queue, lease));
        leases.subList(0, 5).forEach(queue::release);
        Messages.await(queue.apply(new Directive.Pause(BETA, "op")));
        List<MessageId> acme = held(queue, ACME);
        List<MessageId> beta = held(queue, BETA);
        queue.close();
        for (Path index : spool.files("index")) {
            Files.delete(index);
        }
        queue = spool.open();
        assertFinds(acme, beta);
        queue.close();
        for (Path index : spool.files("index")) {
            Files.delete(index);
        }
        for (Path segment : spool.files("segments")) {
            // The last octet belongs to the offset that leads to the summary.
            spoil(segment, Files.size(segment) - 1);
        }
        queue = spool.open();
        assertFinds(acme, beta);
    }

    private void assertFinds(List<MessageId> acme, List<MessageId> beta) {
        assertThat(held(queue, ACME)).isEqualTo(acme).hasSize(5);
        assertThat(held(queue, BETA)).isEqualTo(beta).hasSize(10);
        assertThat(queue.summary(BETA).paused()).isTrue();
        assertThat(queue.summary(ACME).messages()).isEqualTo(5);
    }

    @Test
    void damageInAClosedSegmentIsPutIntoQuarantineAndTheStartGoesOn() throws IOException {
        accept(queue, "first", "a@acme.example");
        long second = Files.size(newestSegment());
        accept(queue, "second", "a@acme.example");
        accept(queue, "third", "a@acme.example");
        Path segment = newestSegment();
        queue.close();
        for (Path index : spool.files("index")) {
            Files.delete(index);
        }
        spoil(segment, second + 60);
        spoil(segment, Files.size(segment) - 1);
        queue = spool.open();
        assertThat(held(queue, ACME)).hasSize(2);
        assertThat(spool.files("quarantine"))
                .extracting(file -> file.getFileName().toString())
                .contains(segment.getFileName() + "-" + second, segment.getFileName() + "-" + second + ".txt");
        assertThat(Files.readString(
                        spool.folder().resolve("quarantine/" + segment.getFileName() + "-" + second + ".txt")))
                .contains("offset " + second);
    }

    @Test
    void aSegmentWithoutItsHeaderIsPutIntoQuarantineWhole() throws IOException {
        accept(queue, "lost", "a@acme.example");
        Path lost = newestSegment();
        restart();
        MessageId kept = accept(queue, "kept", "a@acme.example");
        queue.close();
        spoil(lost, 20);
        queue = spool.open();
        assertThat(held(queue, ACME)).containsExactly(kept);
        assertThat(queue.list(new Listing(Optional.of(ACME), Optional.empty(), 10)))
                .first()
                .satisfies(unit -> {
                    assertThat(unit.state()).isEqualTo(Listed.State.OPERATOR_HELD);
                    assertThat(unit.lastReply()).contains("is missing");
                });
        assertThat(spool.folder().resolve("quarantine").resolve(lost.getFileName()))
                .exists();
        assertThat(spool.folder().resolve("segments").resolve(lost.getFileName()))
                .doesNotExist();
    }

    /** Expiry looks at what is held back, too: what cannot be read must not be looked at for ever. */
    @Test
    @Timeout(60)
    void whatCannotBeReadHoldsUpNoClaim() throws IOException {
        long first = Files.size(newestSegment());
        accept(queue, "damaged", "a@acme.example");
        spoil(newestSegment(), first + 1);
        Selection all = Selection.receivedBy(SpoolFolder.NOON);
        assertThat(queue.claim(ACME, all, 1, Long.MAX_VALUE)).isEmpty();
        MessageId whole = accept(queue, "whole", "a@acme.example");
        assertThat(queue.claim(ACME, all, 1, Long.MAX_VALUE))
                .extracting(Lease::id)
                .containsExactly(whole);
    }

    @Test
    void aDamagedBodyIsFoundWhenItIsRead() throws IOException {
        accept(queue, "one", "a@acme.example");
        spoil(newestSegment(), Files.size(newestSegment()) - 1);
        Lease lease = claim(queue, ACME).get(0);
        assertThatThrownBy(() -> queue.content(lease)).isInstanceOf(IOException.class);
    }

    @Test
    void aDamagedLargeContentIsFoundWhenItIsRead() throws IOException {
        Messages.put(queue, Messages.envelope(SpoolFolder.NOON, "a@acme.example"), "", Messages.sized(1_000_000));
        spoil(spool.files("large").get(0), 500_000);
        Lease lease = claim(queue, ACME).get(0);
        assertThatThrownBy(() -> queue.content(lease)).isInstanceOf(IOException.class);
    }

    @Test
    void noSegmentGoesThatAReplayFromTheLastCheckpointTouches() {
        for (int i = 0; i < 3; i++) {
            accept(queue, "m" + i, "a@acme.example");
            restart();
        }
        claim(queue, ACME).forEach(lease -> deliver(queue, lease));
        crash();
        assertThat(spool.hasIndexAside()).isFalse();
        assertThat(held(queue, ACME)).isEmpty();
        assertThat(queue.summary(ACME).messages()).isZero();
        // The first checkpoint after the crash may drop them all.
        restart();
        assertThat(spool.files("segments")).hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aStartWithAnotherDirectoryMovesMail() {
        accept(queue, "one", "a@acme.example", "b@beta.example");
        SpoolFolder.defer(queue, claim(queue, ACME).get(0));
        queue.close();
        queue = spool.open(SpoolSettings.in(spool.folder()), domain -> Optional.of(BETA));
        assertThat(queue.summary(ACME).messages()).isZero();
        assertThat(claim(queue, BETA)).singleElement().satisfies(lease -> {
            assertThat(lease.recipients()).containsExactly(0, 1);
            assertThat(lease.attempts()).isEqualTo(1);
        });
        queue.close();
        queue = spool.open();
        assertThat(queue.summary(ACME).messages()).isEqualTo(1);
        assertThat(queue.summary(BETA).messages()).isEqualTo(1);
    }

    private Checkpoint checkpoint() throws IOException {
        return new CheckpointFile(new RealDisk(), SpoolSettings.in(spool.folder()))
                .read()
                .orElseThrow();
    }

    private Path newestSegment() {
        List<Path> segments = spool.files("segments");
        return segments.get(segments.size() - 1);
    }

    private void changeIndex(Consumer<UnitIndex> change) {
        UnitIndex index = UnitIndex.open(
                new RealDisk().databaseName(spool.folder().resolve("index").resolve(Schema.FILE)));
        change.accept(index);
        index.close();
    }

    /** Adds a torn record. */
    private static void appendTo(Path segment) {
        try {
            Files.write(segment, new byte[] {1}, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
