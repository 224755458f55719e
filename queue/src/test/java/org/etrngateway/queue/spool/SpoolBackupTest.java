package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.BETA;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;
import static org.etrngateway.queue.spool.SpoolFolder.accept;
import static org.etrngateway.queue.spool.SpoolFolder.claim;
import static org.etrngateway.queue.spool.SpoolFolder.deliver;
import static org.etrngateway.queue.spool.SpoolFolder.held;
import static org.etrngateway.queue.spool.SpoolFolder.spoil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Backups of a spool that runs, and spools made of them. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class SpoolBackupTest {
    @TempDir
    private Path temporary;

    private SpoolFolder spool;
    private SpoolQueue queue;
    private SpoolArchive archive;
    private Path backup;

    @BeforeEach
    void open() {
        spool = new SpoolFolder(temporary.resolve("spool"));
        queue = spool.openWithSegmentsOf(2000);
        archive = SpoolArchive.in(spool.folder());
        backup = temporary.resolve("backup");
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private BackupReport back() {
        return back(new RealDisk());
    }

    private BackupReport back(Disk disk) {
        try {
            return new SpoolArchive(disk, SpoolSettings.in(spool.folder()))
                    .backup(backup, new MutableClock(), Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SpoolFolder restored() {
        try {
            SpoolFolder made = new SpoolFolder(temporary.resolve("restored"));
            SpoolArchive.restore(backup, made.folder(), Progress.NONE);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whatWasHeldIsThereAfterARestore() {
        byte[] large = Messages.sized(600_000);
        MessageId both = accept(queue, "both", "a@acme.example", "b@beta.example");
        for (int i = 0; i < 30; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        MessageId big = Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "big", large);
        List<Lease> leases = claim(queue, ACME);
        leases.subList(0, 20).forEach(lease -> deliver(queue, lease));
        leases.subList(20, leases.size()).forEach(queue::release);
        List<MessageId> acme = held(queue, ACME);
        BackupReport report = back();
        assertThat(report.findings()).isEmpty();
        assertThat(report.messages()).isEqualTo(13);
        assertThat(report.passes()).isEqualTo(1);
        // Behind the backup's position: not in it.
        accept(queue, "later", "a@acme.example");
        SpoolFolder made = restored();
        assertThat(verified(made).findings()).isEmpty();
        try (SpoolQueue other = made.open()) {
            assertThat(held(other, ACME)).isEqualTo(acme).hasSize(11);
            List<Lease> beta = claim(other, BETA);
            assertThat(beta).extracting(Lease::id).containsExactly(both, big);
            assertThat(Messages.read(other, beta.get(1))).isEqualTo(large);
        }
    }

    @Test
    void aRestoredSpoolIsAnotherOneAndGivesAwayNoIdTwice() throws IOException {
        MessageId last = accept(queue, "one", "a@acme.example");
        back();
        SpoolFolder first = restored();
        SpoolFolder second = new SpoolFolder(temporary.resolve("second"));
        SpoolArchive.restore(backup, second.folder(), Progress.NONE);
        assertThat(List.of(id(spool), id(first), id(second))).doesNotHaveDuplicates();
        try (SpoolQueue one = first.open();
                SpoolQueue two = second.open()) {
            MessageId of1 = accept(one, "new", "a@acme.example");
            MessageId of2 = accept(two, "new", "a@acme.example");
            assertThat(of1.value()).isGreaterThan(last.value() + (1L << 44));
            assertThat(Math.abs(of1.value() - of2.value())).isGreaterThan(1000);
        }
        // It goes on from there, also after another start.
        try (SpoolQueue again = first.open()) {
            assertThat(accept(again, "newer", "a@acme.example").value()).isGreaterThan(1L << 44);
        }
    }

    @Test
    void theNextBackupCopiesWhatIsNewAndDropsWhatIsNotNeeded() throws IOException {
        for (int i = 0; i < 30; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(300_000));
        BackupReport first = back();
        assertThat(first.copied()).isEqualTo(first.octets());
        assertThat(back().copied()).isZero();
        long before = sizeOf(spool, "segments");
        accept(queue, "new", "a@acme.example");
        assertThat(back().copied()).isEqualTo(sizeOf(spool, "segments") - before);
        deliver(queue, claim(queue, BETA).get(0));
        BackupReport last = back();
        assertThat(last.octets()).isEqualTo(sizeOf(spool, "segments"));
        assertThat(new SpoolFolder(backup).files("large")).isEmpty();
        assertThat(last.messages()).isEqualTo(31);
    }

    /** Mail comes and goes, large messages too, and segments are dropped, while one backup follows the other. */
    @Test
    void backupsOfABusySpoolAreEachWhole() throws Exception {
        Set<MessageId> kept = new ConcurrentSkipListSet<>();
        AtomicBoolean over = new AtomicBoolean();
        List<Throwable> failures = new ArrayList<>();
        Thread traffic = new Thread(() -> {
            for (int i = 0; !over.get(); i++) {
                kept.add(accept(queue, "kept" + i, "b@beta.example"));
                accept(queue, "gone" + i, "a@acme.example");
                Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", Messages.sized(270_000));
                claim(queue, ACME).forEach(lease -> deliver(queue, lease));
            }
        });
        traffic.setUncaughtExceptionHandler((thread, failure) -> failures.add(failure));
        traffic.start();
        try {
            for (int i = 0; i < 10; i++) {
                Set<MessageId> before = new TreeSet<>(kept);
                BackupReport report = back();
                assertThat(report.findings()).isEmpty();
                Set<MessageId> after = new TreeSet<>(kept);
                SpoolFolder made = new SpoolFolder(temporary.resolve("restored" + i));
                SpoolArchive.restore(backup, made.folder(), Progress.NONE);
                assertThat(verified(made).isSound()).isTrue();
                try (SpoolQueue other = made.open()) {
                    List<MessageId> beta = held(other, BETA);
                    assertThat(beta).containsAll(before.stream().limit(1000).toList());
                    // The one in flight may be in it before its sender knew.
                    assertThat(beta.size()).isLessThanOrEqualTo(after.size() + 1);
                    for (Lease lease : claim(other, ACME)) {
                        assertThat(Messages.read(other, lease)).isNotEmpty();
                    }
                }
            }
        } finally {
            over.set(true);
            traffic.join();
        }
        assertThat(failures).isEmpty();
    }

    @Test
    void aLargeFileThatVanishesWithItsMessageCostsAnotherPass() {
        MessageId kept = accept(queue, "kept", "a@acme.example");
        Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(300_000));
        // The message ends between the look at the log and the copy of its file.
        Disk disk = new Meddling("large", () -> {
            deliver(queue, claim(queue, BETA).get(0));
            while (!spool.files("large").isEmpty()) {
                Thread.onSpinWait();
            }
        });
        BackupReport report = back(disk);
        assertThat(report.passes()).isEqualTo(2);
        assertThat(report.findings()).isEmpty();
        assertThat(report.messages()).isEqualTo(1);
        try (SpoolQueue other = restored().open()) {
            assertThat(held(other, ACME)).containsExactly(kept);
            assertThat(held(other, BETA)).isEmpty();
        }
    }

    @Test
    void aLargeFileThatIsLostIsReportedAndTheRestIsKept() throws IOException {
        Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(300_000));
        MessageId kept = accept(queue, "kept", "a@acme.example");
        Path file = spool.files("large").get(0);
        Files.delete(file);
        BackupReport report = back();
        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.file()).isEqualTo("large/" + file.getFileName()));
        try (SpoolQueue other = restored().open()) {
            assertThat(held(other, ACME)).containsExactly(kept);
        }
    }

    /** The backup is cut at each of its writes in turn, and the one before it is restored each time. */
    @Test
    void aCutBackupLeavesTheOneBefore() throws IOException {
        for (int i = 0; i < 12; i++) {
            accept(queue, "old" + i, "a@acme.example");
        }
        back();
        List<MessageId> old = held(queue, ACME);
        for (int i = 0; i < 12; i++) {
            accept(queue, "new" + i, "a@acme.example");
        }
        Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", Messages.sized(300_000));
        int cut = 0;
        boolean whole = false;
        while (!whole) {
            whole = survives(cut++, old);
        }
        assertThat(cut).isGreaterThan(10);
        try (SpoolQueue other = restored().open()) {
            assertThat(held(other, ACME)).hasSize(25);
        }
    }

    /** False if the backup was cut; the folder holds the old one then. */
    private boolean survives(int operations, List<MessageId> old) throws IOException {
        FailingDisk disk = new FailingDisk(operations);
        try {
            new SpoolArchive(disk, SpoolSettings.in(spool.folder())).backup(backup, new MutableClock(), Progress.NONE);
            return true;
        } catch (IOException e) {
            SpoolFolder made = new SpoolFolder(temporary.resolve("cut" + operations));
            RestoreReport report = SpoolArchive.restore(backup, made.folder(), Progress.NONE);
            // Once the manifest is in its place the new one counts, although nothing was tidied up.
            boolean isNew = report.messages() == old.size() + 13;
            try (SpoolQueue other = made.open()) {
                List<MessageId> found = held(other, ACME);
                assertThat(isNew ? found.subList(0, old.size()) : found)
                        .as("cut " + operations)
                        .isEqualTo(old);
            }
            return false;
        }
    }

    @Test
    void recordsThatWereTakenBackDoNotStayInABackup() throws IOException {
        accept(queue, "one", "a@acme.example");
        queue.close();
        SpoolFolder killed = spool.crashed(temporary.resolve("killed"));
        spool = killed;
        back();
        // The newest segment goes on otherwise than when it was copied, as behind a full disk.
        List<Path> segments = spool.files("segments");
        Path newest = segments.get(segments.size() - 1);
        byte[] octets = Files.readAllBytes(newest);
        Frame last = lastFrame(newest);
        Append other =
                Append.of(RecordType.SITE, 0, () -> new SiteRecord(Set.of(), "somebody else").encode(), Append.NOTHING);
        Files.write(newest, Arrays.copyOf(octets, (int) last.place().offset()));
        long key = ByteBuffer.wrap(octets).getLong(32);
        Files.write(newest, SpoolFolder.record(key, last.place().offset(), other), StandardOpenOption.APPEND);
        back();
        assertThat(new SpoolFolder(backup).files("segments"))
                .extracting(file -> file.getFileName().toString())
                .contains(newest.getFileName() + "-")
                .doesNotContain(newest.getFileName().toString());
        SpoolFolder made = restored();
        byte[] copy = Files.readAllBytes(made.folder().resolve("segments").resolve(newest.getFileName()));
        assertThat(copy).endsWith(Files.readAllBytes(newest)[(int) Files.size(newest) - 1]);
        assertThat(copy).hasSize((int) Files.size(newest));
        assertThat(verified(made).isSound()).isTrue();
    }

    private static Frame lastFrame(Path segment) throws IOException {
        Path name = segment.getFileName();
        try (DiskFile file = new RealDisk().open(segment)) {
            SegmentReader reader = new SegmentReader(
                    new Segment(SegmentHeader.read(file, name), file), SegmentHeader.SIZE, true, (from, to) -> {});
            Frame last = reader.next().orElseThrow();
            for (var next = reader.next(); next.isPresent(); next = reader.next()) {
                last = next.get();
            }
            return last;
        }
    }

    @Test
    void foldersThatAreSomethingElseAreLeftAlone() throws IOException {
        accept(queue, "one", "a@acme.example");
        Path full = Files.createDirectories(temporary.resolve("full"));
        Files.writeString(full.resolve("letter"), "dear");
        assertRefuses(full, "neither empty nor a backup");
        assertRefuses(spool.folder(), "must lie beside it");
        assertRefuses(spool.folder().resolve("backup"), "must lie beside it");
        assertThat(spool.files("segments")).isNotEmpty();
        back();
        SpoolFolder other = new SpoolFolder(temporary.resolve("other"));
        other.open().close();
        assertThatThrownBy(() -> SpoolArchive.in(other.folder()).backup(backup, new MutableClock(), Progress.NONE))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("the backup of another spool");
        assertThat(full.resolve("letter")).exists();
    }

    private void assertRefuses(Path folder, String why) {
        assertThatThrownBy(() -> archive.backup(folder, new MutableClock(), Progress.NONE))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(why);
    }

    @Test
    void onlyAWholeBackupIsRestoredAndOnlyIntoAnEmptyFolder() throws IOException {
        accept(queue, "one", "a@acme.example");
        assertNotRestored("there is no finished backup");
        back();
        assertThatThrownBy(() -> SpoolArchive.restore(backup, spool.folder(), Progress.NONE))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("is not empty");
        List<Path> copies = new SpoolFolder(backup).files("segments");
        Path segment = copies.get(copies.size() - 1);
        byte[] octets = Files.readAllBytes(segment);
        spoil(segment, 100);
        assertNotRestored("has another CRC");
        Files.write(segment, Arrays.copyOf(octets, 100));
        assertNotRestored("is too short");
        Files.delete(segment);
        assertNotRestored("is missing");
        Files.write(segment, octets);
        spoil(backup.resolve("manifest"), 60);
        assertNotRestored("manifest is damaged");
    }

    private void assertNotRestored(String why) {
        Path to = temporary.resolve("restored");
        assertThatThrownBy(() -> SpoolArchive.restore(backup, to, Progress.NONE))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(why);
        assertThat(to).doesNotExist();
    }

    /** The restore is cut at each of its writes in turn, and called again until it comes to its end. */
    @Test
    void aCutRestoreLeavesNoHalfOfASpool() throws IOException {
        for (int i = 0; i < 12; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", Messages.sized(300_000));
        back();
        SpoolSettings made = SpoolSettings.in(temporary.resolve("restored"));
        int cut = 0;
        boolean whole = false;
        while (!whole) {
            FailingDisk disk = new FailingDisk(cut++);
            try {
                new Restore(disk, backup, made, Progress.NONE).run();
                whole = true;
            } catch (IOException e) {
                whole = Files.exists(made.segments());
            }
        }
        assertThat(cut).isGreaterThan(15);
        try (SpoolQueue other = new SpoolFolder(made.folder()).open()) {
            assertThat(held(other, ACME)).hasSize(13);
        }
    }

    private static Soundness verified(SpoolFolder folder) {
        try {
            return SpoolArchive.in(folder.folder()).verify(Progress.NONE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static UUID id(SpoolFolder folder) throws IOException {
        Path segment = folder.files("segments").get(0);
        try (DiskFile file = new RealDisk().open(segment)) {
            return SegmentHeader.read(file, segment).spool();
        }
    }

    private static long sizeOf(SpoolFolder folder, String of) throws IOException {
        long octets = 0;
        for (Path file : folder.files(of)) {
            octets += Files.size(file);
        }
        return octets;
    }
}
