package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.spool.SpoolFolder.ACME;
import static org.etrngateway.queue.spool.SpoolFolder.NOON;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that does not follow holds up who sends, and does not fill the memory. */
class SlowDiskTest {
    private static final int CHUNK = 64 << 10;

    @TempDir
    private Path folder;

    private final GatedDisk disk = new GatedDisk();
    private SpoolQueue queue;

    @BeforeEach
    void open() {
        MutableClock clock = new MutableClock();
        queue = SpoolQueue.open(
                disk,
                SpoolSettings.in(folder),
                new Directory(SpoolFolder.DIRECTORY),
                new Holdings(Map.of(), clock),
                clock,
                () -> {});
    }

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void aLargeMessageIsHeldUpBeforeItFillsTheMemory() {
        Draft draft = draft();
        disk.hold();
        int bound = (int) SpoolSettings.in(folder).largeBytes() + LargeUpload.HIGH + 2 * CHUNK;
        CompletableFuture<Void> room = append(draft);
        while (room.isDone() && draft.size() <= bound) {
            room = append(draft);
        }
        assertThat(room).as("after " + draft.size() + " octets").isNotDone();
        disk.letGo();
        Messages.await(room);
        Messages.await(draft.commit(""));
        assertThat(queue.summary(ACME).bytes()).isEqualTo(draft.size());
    }

    /** Nobody can send the next message before the last is answered, so each holds one in memory at most. */
    @Test
    void noSenderIsAnsweredBeforeTheForceAndAllOfThemShareOne() {
        int senders = 200;
        disk.hold();
        int before = disk.forces();
        List<CompletableFuture<Void>> answers = new ArrayList<>();
        for (int i = 0; i < senders; i++) {
            Draft draft = draft();
            Messages.append(draft, Messages.sized(100));
            answers.add(draft.commit("").toCompletableFuture());
        }
        assertThat(answers).noneMatch(CompletableFuture::isDone);
        assertThat(queue.summary(ACME).messages()).isZero();
        disk.letGo();
        answers.forEach(Messages::await);
        assertThat(queue.summary(ACME).messages()).isEqualTo(senders);
        // One for who was first, one for all who came while it was waited for; a checkpoint may have two of its own.
        assertThat(disk.forces() - before).isLessThanOrEqualTo(4);
        assertThat(disk.writes()).isLessThan(senders);
    }

    private Draft draft() {
        return queue.draft(Messages.envelope(NOON, "a@acme.example"), List.of());
    }

    private static CompletableFuture<Void> append(Draft draft) {
        return draft.append(ByteBuffer.allocate(CHUNK)).toCompletableFuture();
    }
}
