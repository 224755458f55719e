package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Segments with octets that are not what was written, and no index: a start succeeds, nothing that was altered
 * is handed to a delivery, and all that was not touched is. {@code -Dmutation.step=1} takes every octet; else the
 * step says how many go to one that is taken, and {@code -Dcrash.seed} which they are.
 */
class MutationTest {
    private static final Path FOLDER = Path.of("/spool");
    private static final SpoolSettings SETTINGS = new SpoolSettings(FOLDER, 3000, 8 * 3000, 0, 256 << 10, 1000);
    private static final int MESSAGES = 12;
    private static final int HOSTILE = 5;
    private static final int STEP = Integer.getInteger("mutation.step", 4);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    private final Logger log = (Logger) LoggerFactory.getLogger("org.etrngateway.queue.spool");
    private final Map<String, byte[]> accepted = new HashMap<>();

    /** Of each subject: where its record lies, in which segment. */
    private final Map<String, Extent> records = new HashMap<>();

    private DiskState whole;

    /** Octets of a segment. */
    private record Extent(Path segment, long from, long to) {
        boolean meets(Path other, long at, long end) {
            return segment.equals(other) && from < end && at < to;
        }
    }

    @BeforeEach
    void fill() throws IOException {
        log.setLevel(Level.OFF);
        try (SimulatedDisk disk = new SimulatedDisk(DiskState.EMPTY, "first", () -> 0)) {
            try (MailQueue queue = open(disk)) {
                for (int i = 0; i < MESSAGES; i++) {
                    accept(
                            disk,
                            queue,
                            "m" + i,
                            i == HOSTILE ? newestOctets(disk.state()) : Messages.sized(100 + 50 * i));
                }
            }
            for (Path file : disk.list(SETTINGS.index())) {
                disk.delete(file);
            }
            whole = disk.state();
        }
    }

    @AfterEach
    void restoreLog() {
        log.setLevel(null);
    }

    private static MailQueue open(SimulatedDisk disk) {
        MutableClock clock = new MutableClock();
        return SpoolQueue.open(
                disk,
                SETTINGS,
                new Directory(domain -> Optional.of(ACME)),
                new Holdings(Map.of(), clock),
                clock,
                () -> {});
    }

    private void accept(SimulatedDisk disk, MailQueue queue, String subject, byte[] content) {
        Messages.put(queue, Messages.envelope(NOON, "a@acme.example"), subject, content);
        accepted.put(subject, content);
        // One look: old segments go meanwhile.
        DiskState now = disk.state();
        Path segment = newest(now);
        long end = content(now, segment).length;
        records.put(subject, new Extent(segment, recordBefore(disk, segment), end));
    }

    private static long recordBefore(SimulatedDisk disk, Path segment) {
        try (DiskFile file = disk.open(segment)) {
            Segment open = new Segment(SegmentHeader.read(file, segment), file);
            SegmentReader reader = new SegmentReader(open, SegmentHeader.SIZE, true, (from, to) -> {});
            long last = 0;
            for (Optional<Frame> frame = reader.next(); frame.isPresent(); frame = reader.next()) {
                last = frame.get().place().offset();
            }
            return last;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path newest(DiskState state) {
        List<Path> all = segments(state);
        return all.get(all.size() - 1);
    }

    private static byte[] newestOctets(DiskState state) {
        return content(state, newest(state));
    }

    private static List<Path> segments(DiskState state) {
        return state.list(SETTINGS.segments());
    }

    private static byte[] content(DiskState state, Path file) {
        return state.file(state.names().get(file)).content().bytes();
    }

    @Test
    void everyOctetOfTheLastSegmentFlipped() {
        Path last = lastWithMail();
        byte[] octets = content(whole, last);
        for (int at : places(octets.length, STEP)) {
            byte[] flipped = octets.clone();
            flipped[at] ^= 0x40;
            check(last, at, at + 1, flipped);
        }
    }

    @Test
    void everyCutOfTheLastSegment() {
        Path last = lastWithMail();
        byte[] octets = content(whole, last);
        for (int cut : places(octets.length, STEP)) {
            check(last, cut, octets.length, Arrays.copyOf(octets, cut));
        }
    }

    @Test
    void zerosFromAnyPlaceOn() {
        Path last = lastWithMail();
        byte[] octets = content(whole, last);
        for (int from : places(octets.length, 3 * STEP)) {
            byte[] zeroed = octets.clone();
            Arrays.fill(zeroed, from, octets.length, (byte) 0);
            check(last, from, octets.length, zeroed);
        }
    }

    @Test
    void bitsAnywhere() {
        Random random = new Random(SEED);
        for (Path segment : segments(whole)) {
            byte[] octets = content(whole, segment);
            for (int i = 0; i < 100 / STEP; i++) {
                int at = random.nextInt(octets.length);
                byte[] flipped = octets.clone();
                flipped[at] ^= (byte) (1 << random.nextInt(8));
                check(segment, at, at + 1, flipped);
            }
        }
    }

    /** The record around the hostile content is damaged, so that the next one is looked for within that. */
    @Test
    void copiesOfRealRecordsInABodyAreNone() {
        Extent hostile = records.get("m" + HOSTILE);
        byte[] octets = content(whole, hostile.segment);
        for (long at = hostile.from; at < hostile.from + RecordHeader.SIZE - 4; at++) {
            byte[] flipped = octets.clone();
            flipped[(int) at] ^= 1;
            check(hostile.segment, at, at + 1, Arrays.copyOf(flipped, (int) hostile.to));
        }
    }

    /** Of each step one, at random. */
    private static int[] places(int length, int step) {
        System.out.println("one octet of " + step + ", -Dmutation.step=" + STEP + " -Dcrash.seed=" + SEED);
        Random random = new Random(SEED);
        return IntStream.iterate(0, from -> from < length, from -> from + step)
                .map(from -> Math.min(from + random.nextInt(step), length - 1))
                .toArray();
    }

    private Path lastWithMail() {
        return records.get("m" + (MESSAGES - 1)).segment;
    }

    /** Starts with other octets in a segment; records that meet the changed ones may be lost, and no others. */
    private void check(Path segment, long from, long to, byte[] octets) {
        String what = segment.getFileName() + " from " + from + " to " + to;
        DiskState mutant = whole.change(whole.names().get(segment), Octets.of(octets));
        boolean headless = from < SegmentHeader.SIZE;
        try (SimulatedDisk disk = new SimulatedDisk(mutant, "second", () -> 0);
                MailQueue queue = open(disk)) {
            Map<String, byte[]> found = deliverable(queue);
            found.forEach((subject, content) ->
                    assertThat(content).as("%s with %s", subject, what).isEqualTo(accepted.get(subject)));
            records.forEach((subject, record) -> {
                boolean spoilt = record.meets(segment, from, to)
                        || record.segment.equals(segment) && (headless || record.to > octets.length);
                assertThat(spoilt || found.containsKey(subject))
                        .as("%s with %s", subject, what)
                        .isTrue();
            });
            disk.turnOff();
        } catch (SpoolException e) {
            throw new AssertionError("no start with " + what, e);
        }
    }

    /** By subject, what a flush would be given. */
    private static Map<String, byte[]> deliverable(MailQueue queue) {
        Map<Long, String> subjects = new HashMap<>();
        queue.list(new Listing(Optional.empty(), Optional.empty(), 1000))
                .forEach(unit -> subjects.put(unit.id().value(), unit.subject()));
        List<Lease> leases = queue.claim(ACME, Selection.released(NOON.plusSeconds(1)), 1000, Long.MAX_VALUE);
        Map<String, byte[]> found = new HashMap<>();
        for (Lease lease : leases) {
            read(queue, lease)
                    .ifPresent(content -> found.put(subjects.get(lease.id().value()), content));
        }
        assertThat(found).as("what was never accepted").hasSizeLessThanOrEqualTo(MESSAGES);
        return found;
    }

    /** Empty if the content is refused, because it is not what was accepted. */
    private static Optional<byte[]> read(MailQueue queue, Lease lease) {
        try (Content content = queue.content(lease)) {
            ByteBuffer into = ByteBuffer.allocate(Math.toIntExact(content.size()));
            content.read(0, into);
            return Optional.of(into.array());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
