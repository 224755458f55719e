package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;
import static org.etrngateway.queue.spool.SpoolFolder.accept;
import static org.etrngateway.queue.spool.SpoolFolder.claim;
import static org.etrngateway.queue.spool.SpoolFolder.deliver;
import static org.etrngateway.queue.spool.SpoolFolder.held;
import static org.etrngateway.queue.spool.SpoolFolder.spoil;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the tools see of a spool, beside the queue that has it open and without one. */
class SpoolArchiveTest {
    @TempDir
    private Path temporary;

    private SpoolFolder spool;
    private SpoolQueue queue;
    private SpoolArchive archive;

    @BeforeEach
    void open() {
        spool = new SpoolFolder(temporary.resolve("spool"));
        queue = spool.openWithSegmentsOf(2000);
        archive = SpoolArchive.in(spool.folder());
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void whatIsHeldIsListedByIdWhileTheQueueIsOpenAndAfterwards() throws IOException {
        List<MessageId> ids = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            ids.add(accept(queue, "m" + i, i % 2 == 0 ? "a@acme.example" : "b@beta.example"));
        }
        claim(queue, ACME).subList(0, 10).forEach(lease -> deliver(queue, lease));
        List<MessageId> open = IntStream.range(0, 40)
                .filter(i -> i % 2 == 1 || i >= 20)
                .mapToObj(ids::get)
                .toList();
        assertThat(listed()).isEqualTo(open);
        queue.close();
        assertThat(listed()).isEqualTo(open);
    }

    @Test
    void aCensusInSmallPartsFindsTheSame() throws IOException {
        for (int i = 0; i < 25; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        claim(queue, ACME).subList(3, 9).forEach(lease -> deliver(queue, lease));
        List<MessageId> whole = listed();
        for (int most : new int[] {1, 2, 7, 24, 25}) {
            List<MessageId> parts = new ArrayList<>();
            try (LogView log = LogView.open(new RealDisk(), SpoolSettings.in(spool.folder()))) {
                Census.take(log::tell, most, false, message -> parts.add(message.id()));
            }
            assertThat(parts).as("in memory: " + most).isEqualTo(whole).hasSize(19);
        }
    }

    @Test
    void aRecipientThatMetItsEndIsNotOpen() throws IOException {
        MessageId id = accept(queue, "both", "a@acme.example", "b@beta.example");
        Lease lease = claim(queue, ACME).get(0);
        Messages.await(queue.settle(
                lease,
                List.of(new Outcome(0, Outcome.Kind.FAILED, NOON, "550 no such user", "none: null sender")),
                NOON));
        Messages.await(queue.apply(new Directive.Hold(id, SpoolFolder.BETA, "ann")));
        MessageHistory history = archive.history(id).orElseThrow();
        assertThat(history.message().states())
                .containsExactly(SpooledMessage.State.ENDED, SpooledMessage.State.OPERATOR_HELD);
        assertThat(history.message().open())
                .extracting(recipient -> recipient.address().toString())
                .containsExactly("b@beta.example");
        assertThat(history.outcomes()).singleElement().satisfies(outcome -> {
            assertThat(outcome.reply()).isEqualTo("550 no such user");
            assertThat(outcome.notice()).isEqualTo("none: null sender");
        });
        assertThat(history.decisions()).singleElement().satisfies(decision -> {
            assertThat(decision.held()).contains(true);
            assertThat(decision.by()).isEqualTo("ann");
        });
        assertThat(archive.history(new MessageId(1L << 40))).isEmpty();
    }

    @Test
    void contentsAreHandedOverAsAccepted() throws IOException {
        byte[] large = Messages.sized(700_000);
        MessageId small = accept(queue, "small", "a@acme.example");
        MessageId big = Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", large);
        assertThat(content(small)).isEqualTo(Messages.text("small", "body of small"));
        assertThat(content(big)).isEqualTo(large);
        assertThat(archive.content(new MessageId(1L << 40), octets -> {})).isFalse();
        spoil(spool.files("large").get(0), 9);
        assertThatThrownBy(() -> content(big)).isInstanceOf(DamagedException.class);
    }

    @Test
    void aSpoolInUseIsSound() throws IOException {
        fill();
        Soundness found = archive.verify(Progress.NONE);
        assertThat(found.findings()).isEmpty();
        assertThat(found.isSound()).isTrue();
        assertThat(found.messages()).isEqualTo(41);
        assertThat(found.largeFiles()).isEqualTo(1);
        assertThat(found.segments()).isEqualTo(spool.files("segments").size());
        assertThat(found.octets()).isEqualTo(sizeOf("segments") + 300_000);
    }

    @Test
    void aHalfWrittenRecordAtTheEndOfTheNewestSegmentIsNoDamage() throws IOException {
        fill();
        queue.close();
        List<Path> segments = spool.files("segments");
        Path newest = segments.get(segments.size() - 1);
        long end = Files.size(newest);
        Files.write(newest, new byte[] {1, 2, 3}, StandardOpenOption.APPEND);
        Soundness found = archive.verify(Progress.NONE);
        assertThat(found.isSound()).isTrue();
        assertThat(found.findings()).singleElement().satisfies(finding -> {
            assertThat(finding.damage()).isFalse();
            assertThat(finding.file()).isEqualTo("segments/" + newest.getFileName());
            assertThat(finding.offset()).hasValue(end);
        });
    }

    /** Each octet of a segment of some records is changed in turn: none passes unseen. */
    @Test
    void everyOctetOfASegmentCounts() throws IOException {
        for (int i = 0; i < 3; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        queue.close();
        queue = spool.open();
        Path first = spool.files("segments").get(0);
        byte[] octets = Files.readAllBytes(first);
        for (int at = 0; at < octets.length; at++) {
            spoil(first, at);
            assertThat(archive.verify(Progress.NONE).isSound())
                    .as("octet " + at)
                    .isFalse();
            Files.write(first, octets);
        }
        assertThat(archive.verify(Progress.NONE).findings()).isEmpty();
    }

    @Test
    void aSummaryThatTellsAnotherStoryIsFound() throws IOException {
        accept(queue, "one", "a@acme.example");
        queue.close();
        Path segment = spool.files("segments").get(0);
        // A valid summary that leaves a record out: as a fault of ours would write it.
        byte[] octets = Files.readAllBytes(segment);
        long key = ByteBuffer.wrap(octets).getLong(32);
        long at = ByteBuffer.wrap(octets).getLong(octets.length - Long.BYTES);
        Append empty = new Summary().at(at).orElseThrow();
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        changed.write(octets, 0, (int) at);
        changed.write(SpoolFolder.record(key, at, empty));
        Files.write(segment, changed.toByteArray());
        assertThat(archive.verify(Progress.NONE).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.damage()).isTrue();
            assertThat(finding.offset()).hasValue(at);
            assertThat(finding.text()).contains("summary");
        });
    }

    @Test
    void largeFilesAreComparedWithTheirMessages() throws IOException {
        Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", Messages.sized(300_000));
        MessageId gone = Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(400_000));
        queue.close();
        List<Path> files = spool.files("large");
        spoil(files.get(0), 299_999);
        Files.delete(files.get(1));
        Files.writeString(spool.folder().resolve("large").resolve("readme"), "hello");
        Files.writeString(spool.folder().resolve("large").resolve(new MessageId(77).toString()), "hello");
        List<Finding> found = archive.verify(Progress.NONE).findings();
        assertThat(found)
                .filteredOn(Finding::damage)
                .extracting(Finding::file)
                .containsExactlyInAnyOrder("large/" + files.get(0).getFileName(), "large/" + gone);
        assertThat(found)
                .filteredOn(finding -> !finding.damage())
                .extracting(Finding::file)
                .containsExactlyInAnyOrder("large/readme", "large/" + new MessageId(77));
    }

    @Test
    void strangersMissingSegmentsAndQuarantineAreReported() throws IOException {
        fill();
        queue.close();
        SpoolFolder other = new SpoolFolder(temporary.resolve("other"));
        other.open().close();
        List<Path> segments = spool.files("segments");
        Path folder = spool.folder().resolve("segments");
        Files.copy(other.files("segments").get(0), folder.resolve(SegmentHeader.fileName(999)));
        Files.writeString(folder.resolve("notes"), "hello");
        Files.delete(segments.get(1));
        Path quarantine = Files.createDirectories(spool.folder().resolve("quarantine"));
        Files.writeString(quarantine.resolve("a.seg-64"), "octets");
        Files.writeString(quarantine.resolve("a.seg-64.txt"), "why");
        List<Finding> found = archive.verify(Progress.NONE).findings();
        assertThat(found)
                .filteredOn(Finding::damage)
                .extracting(Finding::file)
                .contains(
                        "segments/" + SegmentHeader.fileName(999),
                        "segments/" + segments.get(1).getFileName(),
                        "quarantine/a.seg-64");
        assertThat(found)
                .filteredOn(finding -> !finding.damage())
                .extracting(Finding::file)
                .containsExactly("segments/notes");
    }

    @Test
    void aStrangersCheckpointIsReported() throws IOException {
        fill();
        queue.close();
        SpoolFolder other = new SpoolFolder(temporary.resolve("other"));
        other.open().close();
        Path checkpoint = spool.folder().resolve("index/checkpoint");
        Files.write(checkpoint, Files.readAllBytes(other.folder().resolve("index/checkpoint")));
        assertThat(archive.verify(Progress.NONE).findings()).singleElement().satisfies(finding -> {
            assertThat(finding.damage()).isTrue();
            assertThat(finding.toString()).isEqualTo("index/checkpoint: of another spool");
        });
        spoil(checkpoint, 20);
        assertThat(archive.verify(Progress.NONE).isSound()).isTrue();
        assertThat(archive.verify(Progress.NONE).findings()).hasSize(1);
    }

    @Test
    void readingChangesNothing() throws IOException {
        fill();
        queue.close();
        String before = snapshot();
        archive.verify(Progress.NONE);
        listed();
        archive.history(new MessageId(1));
        assertThat(snapshot()).isEqualTo(before);
    }

    @Test
    void anIndexSetAsideIsMadeAnewByTheNextStart() throws IOException {
        MessageId id = accept(queue, "one", "a@acme.example");
        assertThatThrownBy(archive::setIndexAside)
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining(
                        "in use by process " + ProcessHandle.current().pid());
        queue.close();
        archive.setIndexAside();
        assertThat(spool.hasIndexAside()).isTrue();
        assertThat(spool.folder().resolve("index/checkpoint")).doesNotExist();
        queue = spool.open();
        assertThat(held(queue, ACME)).containsExactly(id);
    }

    @Test
    void whoHasTheSpoolIsKnown() {
        assertThat(archive.holder())
                .contains(String.valueOf(ProcessHandle.current().pid()));
        queue.close();
        assertThat(archive.holder()).isEmpty();
        assertThatThrownBy(() -> SpoolArchive.in(temporary.resolve("nowhere")))
                .isInstanceOf(SpoolException.class)
                .hasMessageContaining("there is no spool in");
    }

    /** Several segments, a large message, an outcome, an operator's decision. */
    private void fill() {
        MessageId first = accept(queue, "first", "a@acme.example", "b@beta.example");
        for (int i = 0; i < 40; i++) {
            accept(queue, "m" + i, "a@acme.example");
        }
        Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(300_000));
        deliver(queue, claim(queue, ACME).get(1));
        Messages.await(queue.apply(new Directive.Hold(first, ACME, "ann")));
    }

    private List<MessageId> listed() throws IOException {
        List<MessageId> ids = new ArrayList<>();
        archive.list(new SpoolArchive.Visitor() {
            @Override
            public void message(SpooledMessage message) {
                ids.add(message.id());
            }

            @Override
            public void finding(Finding finding) {
                throw new AssertionError(finding);
            }
        });
        return ids;
    }

    private byte[] content(MessageId id) throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        assertThat(archive.content(id, content -> {
                    ByteBuffer chunk = ByteBuffer.allocate(10_000);
                    for (int read = content.read(0, chunk);
                            read > 0;
                            read = content.read(octets.size(), chunk.clear())) {
                        octets.write(chunk.array(), 0, read);
                    }
                }))
                .isTrue();
        return octets.toByteArray();
    }

    private long sizeOf(String folder) throws IOException {
        long octets = 0;
        for (Path file : spool.files(folder)) {
            octets += Files.size(file);
        }
        return octets;
    }

    private String snapshot() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String folder : List.of("", "segments", "large", "index", "quarantine")) {
            for (Path file : spool.files(folder)) {
                text.append(file).append(' ').append(Files.getLastModifiedTime(file));
                text.append(' ').append(Files.size(file)).append('\n');
            }
        }
        return text.toString();
    }
}
