package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.sized;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All of a spool is read, slowly and beside its writer; what is spoiled is found, and nothing else. */
class ScrubTest {
    private static final Duration WEEK = Duration.ofDays(7);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final AtomicLong octets = new AtomicLong();
    private SpoolFolder spool;
    private SpoolQueue queue;

    @BeforeEach
    void fill() {
        spool = new SpoolFolder(folder.resolve("spool"));
        queue = spool.openWithSegmentsOf(20_000);
        for (int i = 0; i < 30; i++) {
            put(queue, envelope(SpoolFolder.NOON, "a@acme.example"), "m" + i, sized(3_000));
        }
        put(queue, envelope(SpoolFolder.NOON, "a@acme.example"), "large", sized(300_000));
        for (int i = 0; i < 8; i++) {
            put(queue, envelope(SpoolFolder.NOON, "a@acme.example"), "n" + i, sized(3_000));
        }
    }

    @AfterEach
    void close() {
        queue.close();
    }

    private Scrub scrub() {
        return new Scrub(
                new RealDisk(),
                SpoolSettings.in(spool.folder()),
                folder.resolve("scrub"),
                WEEK,
                clock,
                octets::addAndGet);
    }

    /** How many segments a pass reads, to its end. */
    private int pass(Scrub scrub) throws IOException {
        int segments = 0;
        while (scrub.next(clock.instant())) {
            segments++;
        }
        return segments;
    }

    private Path segment(int index) {
        return spool.files("segments").get(index);
    }

    private static void spoil(Path file, int at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void aSoundSpoolIsReadAsAWholeAndAgainAWeekLater() throws IOException {
        Scrub scrub = scrub();
        int closed = spool.files("segments").size() - 1;
        assertThat(pass(scrub)).isEqualTo(closed).isGreaterThan(3);
        assertThat(octets.get()).isGreaterThan(35 * 3_000 + 300_000);
        assertThat(scrub.damage()).isEmpty();
        clock.advance(WEEK.minusSeconds(1));
        assertThat(pass(scrub)).isZero();
        clock.advance(Duration.ofSeconds(1));
        assertThat(pass(scrub)).isEqualTo(closed);
    }

    @Test
    void aRestartGoesOnWhereItWas() throws IOException {
        Scrub first = scrub();
        assertThat(first.next(clock.instant())).isTrue();
        assertThat(first.next(clock.instant())).isTrue();
        clock.advance(Duration.ofDays(30));
        assertThat(pass(scrub())).isEqualTo(spool.files("segments").size() - 1 - 2);
    }

    @Test
    void aContentThatIsSpoiledIsFoundAndKnownBehindARestartUntilAPassFindsItSound() throws IOException {
        String name = segment(1).getFileName().toString();
        int at = (int) Files.size(segment(1)) / 2;
        spoil(segment(1), at);
        pass(scrub());
        List<String> damage = scrub().damage();
        assertThat(damage)
                .singleElement()
                .satisfies(line -> assertThat(line).contains("segments/" + name).contains("damaged"));
        clock.advance(WEEK);
        Scrub next = scrub();
        assertThat(next.next(clock.instant())).isTrue();
        assertThat(next.damage()).as("in the midst of the next").isEqualTo(damage);
        spoil(segment(1), at);
        pass(next);
        assertThat(next.damage()).isEmpty();
    }

    @Test
    void aLargeContentIsReadToo() throws IOException {
        spoil(spool.files("large").get(0), 200_000);
        Scrub scrub = scrub();
        pass(scrub);
        assertThat(scrub.damage())
                .singleElement()
                .satisfies(line -> assertThat(line).startsWith("large/"));
    }

    @Test
    void whatGoesMeanwhileIsNoDamage() throws IOException {
        Files.delete(spool.files("large").get(0));
        Scrub scrub = scrub();
        assertThat(scrub.next(clock.instant())).isTrue();
        Path gone = segment(1);
        byte[] octets = Files.readAllBytes(gone);
        Files.delete(gone);
        pass(scrub);
        assertThat(scrub.damage()).isEmpty();
        Files.write(gone, octets);
    }

    @Test
    void aFileThatNobodyCanReadBeginsAnew() throws IOException {
        Files.writeString(folder.resolve("scrub"), "nonsense");
        assertThat(pass(scrub())).isGreaterThan(3);
    }

    /** The thread, as a gateway has it. */
    @Test
    void itEndsSoonWhenItIsTold() throws InterruptedException {
        Scrub scrub = Scrub.begin(spool.folder(), folder.resolve("scrub"), WEEK, clock);
        scrub.close();
        assertThat(scrub.hasEnded(Duration.ofMinutes(1))).isTrue();
    }
}
