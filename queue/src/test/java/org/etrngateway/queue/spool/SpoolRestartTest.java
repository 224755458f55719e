package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.Wishes;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a start finds, after a clean end and after none. */
class SpoolRestartTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");

    @TempDir
    private Path folder;

    private Path current;
    private SpoolQueue queue;
    private int mutants;

    @BeforeEach
    void open() {
        queue = open(folder.resolve("spool"));
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void keepsWhatWasCommittedOverACleanEnd() throws IOException {
        accept("first body", "a@acme.example");
        restart();
        assertThat(bodies(ACME)).containsExactly("first body");
    }

    @Test
    void keepsWhatWasCommittedWhenThereWasNoEnd() throws IOException {
        accept("first body", "a@acme.example");
        accept("second body", "a@acme.example", "b@beta.example");
        crash();
        assertThat(queue.summary(ACME).messages()).isEqualTo(2);
        assertThat(bodies(ACME)).containsExactly("first body", "second body");
        assertThat(bodies(BETA)).containsExactly("second body");
    }

    @Test
    void keepsFinalOutcomesOfSomeRecipients() {
        accept("body", "a@acme.example", "b@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.settle(lease, List.of(Outcome.of(0, Outcome.Kind.DELIVERED, NOON, "250 ok")), NOON)
                .toCompletableFuture()
                .join();
        crash();
        assertThat(claim(ACME).get(0).recipients()).containsExactly(1);
    }

    @Test
    void forgetsWhatWasDelivered() {
        accept("body", "a@acme.example");
        deliver(claim(ACME).get(0));
        crash();
        assertThat(claim(ACME)).isEmpty();
        assertThat(queue.summary(ACME).messages()).isZero();
    }

    @Test
    void keepsOperatorsDecisions() {
        accept("body", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.release(lease);
        queue.apply(new Directive.Hold(lease.id(), ACME, "op"))
                .toCompletableFuture()
                .join();
        queue.apply(new Directive.Pause(BETA, "op")).toCompletableFuture().join();
        crash();
        assertThat(claim(ACME)).isEmpty();
        assertThat(queue.claim(ACME, Selection.receivedBy(NOON), 9, 9)).hasSize(1);
        assertThat(queue.summary(ACME).operatorHeld()).isEqualTo(1);
        assertThat(queue.summary(BETA).paused()).isTrue();
    }

    @Test
    void keepsLargeMessagesAndGivesTheirSpaceBack() throws IOException {
        String large = "0123456789abcdef".repeat(100_000);
        accept(large, "a@acme.example");
        crash();
        assertThat(bodies(ACME)).containsExactly(large);
        restart();
        deliver(claim(ACME).get(0));
        restart();
        assertThat(folder.resolve("spool-2").resolve("large")).isEmptyDirectory();
    }

    @Test
    void givesNoIdTwice() {
        Draft unfinished = queue.draft(envelope("a@acme.example"), List.of());
        crash();
        assertThat(queue.draft(envelope("a@acme.example"), List.of()).id()).isGreaterThan(unfinished.id());
    }

    @Test
    void keepsAttemptsOverACleanEnd() {
        accept("body", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.settle(lease, List.of(Outcome.of(0, Outcome.Kind.DEFERRED, NOON.minusSeconds(9), "450 later")), NOON)
                .toCompletableFuture()
                .join();
        restart();
        assertThat(queue.due(NOON)).containsExactly(ACME);
        assertThat(claim(ACME).get(0).attempts()).isEqualTo(1);
    }

    @Test
    void makesADamagedIndexAnew() throws IOException {
        accept("body", "a@acme.example");
        queue.close();
        try (Stream<Path> files = Files.list(current.resolve("index"))) {
            for (Path file : files.toList()) {
                Files.writeString(file, "not a database");
            }
        }
        queue = open(current);
        assertThat(bodies(ACME)).containsExactly("body");
    }

    /** Every cut of the newest segment leaves the messages before it, and no start fails. */
    @Test
    void survivesEveryCutOfTheLastRecord() throws IOException {
        accept("first", "a@acme.example");
        Path segment = newestSegment();
        long whole = Files.size(segment);
        accept("second", "a@acme.example");
        byte[] octets = Files.readAllBytes(segment);
        queue.close();
        for (int cut = (int) whole; cut < octets.length; cut += 7) {
            assertThat(after(segment, Arrays.copyOf(octets, cut)))
                    .as("cut at %d", cut)
                    .containsExactly("first");
        }
    }

    /** A flipped octet costs the record it is in, and never brings up something that was not accepted. */
    @Test
    void survivesEveryFlippedOctetOfTheLastRecord() throws IOException {
        accept("first", "a@acme.example");
        Path segment = newestSegment();
        long whole = Files.size(segment);
        accept("second", "a@acme.example");
        byte[] octets = Files.readAllBytes(segment);
        queue.close();
        for (int at = (int) whole; at < octets.length; at += 5) {
            byte[] flipped = octets.clone();
            flipped[at] ^= 0x10;
            assertThat(after(segment, flipped)).as("flipped at %d", at).containsExactly("first");
        }
    }

    /** What a sender puts into a body is never taken for a record, even with a copy of real ones. */
    @Test
    void takesNoRecordFromABody() throws IOException {
        accept("first", "a@acme.example");
        byte[] records = Files.readAllBytes(newestSegment());
        accept(new String(records, StandardCharsets.ISO_8859_1), "b@beta.example");
        crash();
        assertThat(bodies(ACME)).containsExactly("first");
        assertThat(queue.summary(BETA).messages()).isEqualTo(1);
    }

    private List<String> after(Path segment, byte[] octets) throws IOException {
        Path spool = folder.resolve("mutant-" + mutants++);
        Files.createDirectories(spool.resolve("segments"));
        Files.write(spool.resolve("segments").resolve(segment.getFileName()), octets);
        queue = open(spool);
        List<String> bodies = bodies(ACME);
        queue.close();
        return bodies;
    }

    private Path newestSegment() throws IOException {
        try (Stream<Path> files = Files.list(current.resolve("segments"))) {
            return files.max(Path::compareTo).orElseThrow();
        }
    }

    @Test
    void movesMailToTheSiteThatNowHasItsDomain() {
        accept("body", "a@acme.example", "b@beta.example");
        queue.assign(domain -> Optional.of(BETA), Map.of());
        assertThat(queue.summary(ACME).messages()).isZero();
        assertThat(queue.summary(BETA).messages()).isEqualTo(1);
        assertThat(claim(BETA).get(0).recipients()).containsExactly(0, 1);
    }

    @Test
    void leavesAUnitWithItsSiteWhileItIsLeased() {
        accept("body", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.assign(domain -> Optional.of(BETA), Map.of());
        assertThat(claim(BETA)).isEmpty();
        queue.release(lease);
        assertThat(claim(BETA)).hasSize(1);
    }

    private void accept(String body, String... recipients) {
        Draft draft = queue.draft(envelope(recipients), List.of());
        draft.append(ByteBuffer.wrap(body.getBytes(StandardCharsets.ISO_8859_1)))
                .toCompletableFuture()
                .join();
        draft.commit("subject").toCompletableFuture().join();
    }

    private List<Lease> claim(SiteName site) {
        return queue.claim(site, Selection.released(NOON), 100, Long.MAX_VALUE);
    }

    private void deliver(Lease lease) {
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, Outcome.Kind.DELIVERED, NOON, "250 ok"))
                .toList();
        queue.settle(lease, outcomes, NOON).toCompletableFuture().join();
    }

    private List<String> bodies(SiteName site) throws IOException {
        List<Lease> leases = claim(site);
        List<String> bodies = new ArrayList<>();
        for (Lease lease : leases) {
            try (Content content = queue.content(lease)) {
                ByteBuffer octets = ByteBuffer.allocate((int) content.size());
                content.read(0, octets);
                bodies.add(StandardCharsets.ISO_8859_1.decode(octets.flip()).toString());
            }
            queue.release(lease);
        }
        return bodies;
    }

    private void restart() {
        queue.close();
        queue = open(current);
    }

    /** Goes on with a copy of the folder as a kill would leave it. */
    private void crash() {
        Path copy = folder.resolve("spool-2");
        SpoolFolder.copyAsKilled(current, copy);
        queue.close();
        queue = open(copy);
    }

    private SpoolQueue open(Path spool) {
        current = spool;
        return SpoolQueue.open(
                SpoolSettings.in(spool),
                domain -> Optional.of(new SiteName(domain.name().split("\\.", -1)[0])),
                Map.of(),
                Clock.fixed(NOON, ZoneOffset.UTC),
                () -> {});
    }

    private static Envelope envelope(String... recipients) {
        return new Envelope(
                ReversePath.parse("s@example.org"),
                Stream.of(recipients).map(Mailbox::parse).map(Recipient::of).toList(),
                NOON,
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }
}
