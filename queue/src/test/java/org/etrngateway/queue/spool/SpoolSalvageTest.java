package org.etrngateway.queue.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;
import static org.etrngateway.queue.spool.SpoolFolder.accept;
import static org.etrngateway.queue.spool.SpoolFolder.claim;
import static org.etrngateway.queue.spool.SpoolFolder.deliver;
import static org.etrngateway.queue.spool.SpoolFolder.spoil;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is got out of a spool that is damaged. */
class SpoolSalvageTest {
    @TempDir
    private Path temporary;

    private final Map<MessageId, byte[]> rescued = new TreeMap<>();
    private final List<Finding> findings = new ArrayList<>();
    private final List<MessageId> ids = new ArrayList<>();
    private SpoolFolder spool;

    private final SpoolArchive.Rescuer rescuer = new SpoolArchive.Rescuer() {
        @Override
        public void message(SpooledMessage message, Content content) throws IOException {
            ByteBuffer octets = ByteBuffer.allocate((int) content.size());
            content.read(0, octets);
            rescued.put(message.id(), octets.array());
        }

        @Override
        public void finding(Finding finding) {
            findings.add(finding);
        }
    };

    /** Ten messages, of which two are delivered, and the last is a large one. */
    @BeforeEach
    void fill() {
        spool = new SpoolFolder(temporary.resolve("spool"));
        try (SpoolQueue queue = spool.open()) {
            for (int i = 0; i < 9; i++) {
                ids.add(accept(queue, "m" + i, "a@acme.example"));
            }
            claim(queue, ACME).subList(0, 2).forEach(lease -> deliver(queue, lease));
            ids.add(Messages.put(queue, Messages.envelope(NOON, "b@beta.example"), "", Messages.sized(300_000)));
        }
    }

    private void salvage() throws IOException {
        SpoolArchive.in(spool.folder()).salvage(false, rescuer);
    }

    private Path segment() {
        return newest(spool);
    }

    private static Path newest(SpoolFolder of) {
        List<Path> segments = of.files("segments");
        return segments.get(segments.size() - 1);
    }

    @Test
    void allThatIsHeldIsFoundInASoundSpool() throws IOException {
        salvage();
        assertThat(findings).isEmpty();
        assertThat(rescued.keySet()).containsExactlyElementsOf(ids.subList(2, 10));
        assertThat(rescued.get(ids.get(5))).isEqualTo(Messages.text("m5", "body of m5"));
        assertThat(rescued.get(ids.get(9))).isEqualTo(Messages.sized(300_000));
    }

    @Test
    void whatIsDoneWithIsFoundIfWanted() throws IOException {
        SpoolArchive.in(spool.folder()).salvage(true, rescuer);
        assertThat(rescued.keySet()).containsExactlyElementsOf(ids);
    }

    @Test
    void aHeaderThatIsGoneCostsNoMessage() throws IOException {
        byte[] octets = Files.readAllBytes(segment());
        Arrays.fill(octets, 0, SegmentHeader.SIZE, (byte) 0);
        Files.write(segment(), octets);
        salvage();
        assertThat(rescued.keySet()).containsExactlyElementsOf(ids.subList(2, 10));
        assertThat(findings)
                .allMatch(finding -> !finding.damage() || finding.offset().orElse(-1) == 0);
    }

    @Test
    void aSegmentWithoutItsBeginningGivesTheRest() throws IOException {
        byte[] octets = Files.readAllBytes(segment());
        // In the middle of the fourth message; what follows is found by its key.
        int cut = SegmentHeader.SIZE + 700;
        Path part = Files.write(temporary.resolve("part"), Arrays.copyOfRange(octets, cut, octets.length));
        SpoolArchive.salvage(part, spool.folder(), false, rescuer);
        assertThat(rescued.keySet()).isNotEmpty();
        assertThat(ids).endsWith(rescued.keySet().toArray(MessageId[]::new));
        assertThat(findings).anyMatch(Finding::damage);
    }

    @Test
    void damageInTheMiddleCostsOneMessage() throws IOException {
        String text = new String(Files.readAllBytes(segment()), StandardCharsets.ISO_8859_1);
        spoil(segment(), text.indexOf("body of m4"));
        salvage();
        assertThat(rescued.keySet()).hasSize(7).doesNotContain(ids.get(4));
        assertThat(findings).singleElement().satisfies(finding -> {
            assertThat(finding.damage()).isTrue();
            assertThat(finding.file()).isEqualTo("segments/" + segment().getFileName());
        });
    }

    @Test
    void quarantineIsRead() throws IOException {
        spoil(segment(), 20);
        spool.open().close();
        assertThat(spool.files("quarantine")).isNotEmpty();
        salvage();
        assertThat(rescued.keySet()).containsAll(ids.subList(2, 9));
    }

    @Test
    void aLargeContentThatIsDamagedIsReported() throws IOException {
        spoil(spool.files("large").get(0), 5);
        salvage();
        assertThat(rescued.keySet()).containsExactlyElementsOf(ids.subList(2, 9));
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.text()).contains("the content of message " + ids.get(9)));
    }

    /**
     * A sender who knows the format, and even where his message will lie, writes records of a key that he made up
     * into it.
     */
    @Test
    void recordsWithinAMessageAreNoRecords() throws IOException {
        long offset = offsetOfTheFirstContent();
        ByteArrayOutputStream planted = new ByteArrayOutputStream();
        MessageRecord lie = new MessageRecord(
                Messages.envelope(NOON, "victim@acme.example"), "lie", 4, Optional.empty(), Set.of(), Optional.empty());
        for (int i = 0; i < 50; i++) {
            Append record = Append.of(RecordType.MESSAGE, 4711, lie::encode, Append.NOTHING);
            planted.write(SpoolFolder.record(0x4141414141414141L, offset + planted.size(), record));
        }
        SpoolFolder attacked = new SpoolFolder(temporary.resolve("attacked"));
        MessageId id;
        try (SpoolQueue queue = attacked.open()) {
            id = Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), "", planted.toByteArray());
        }
        Path segment = newest(attacked);
        byte[] octets = Files.readAllBytes(segment);
        Arrays.fill(octets, 0, SegmentHeader.SIZE, (byte) 0);
        Files.write(segment, octets);
        SpoolArchive.in(attacked.folder()).salvage(true, rescuer);
        assertThat(rescued.keySet()).containsExactly(id);
    }

    /** The length of a content has no part in it while it is told in as many octets. */
    private long offsetOfTheFirstContent() throws IOException {
        SpoolFolder tried = new SpoolFolder(temporary.resolve("tried"));
        try (SpoolQueue queue = tried.open()) {
            Messages.put(
                    queue,
                    Messages.envelope(NOON, "a@acme.example"),
                    "",
                    "#".repeat(9000).getBytes(UTF_8));
        }
        return Files.readString(newest(tried), StandardCharsets.ISO_8859_1).indexOf("####");
    }

    @Test
    void whatIsNoSegmentAtAllIsReported() throws IOException {
        Path noise = Files.write(temporary.resolve("noise"), Messages.sized(100_000));
        SpoolArchive.salvage(noise, spool.folder(), true, rescuer);
        assertThat(rescued).isEmpty();
        assertThat(findings)
                .singleElement()
                .satisfies(finding -> assertThat(finding.toString())
                        .isEqualTo(noise + ": no record can be recognised in 100000 octets"));
    }
}
