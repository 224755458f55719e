package org.etrngateway.queue.spool;

import java.nio.file.Path;
import org.etrngateway.queue.QueueHistory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The spool lives as its model does, whatever happens, over clean ends and starts. The system property
 * {@code queue.histories} says how many histories, {@code queue.seed} with which seed the first begins.
 */
class SpoolHistoryTest {
    private static final int STEPS = 100;

    /** Small, so that a history fills some. */
    private static final long SEGMENT = 2 << 10;

    @TempDir
    private Path folder;

    @Test
    void livesAsTheModelDoes() {
        long first = Long.getLong("queue.seed", 1);
        for (long seed = first; seed < first + Integer.getInteger("queue.histories", 40); seed++) {
            SpoolSettings settings = new SpoolSettings(folder.resolve("spool-" + seed), SEGMENT, 0, 0, 256 << 10, 50);
            QueueHistory.live(
                    seed,
                    STEPS,
                    (directory, quotas, clock) -> SpoolQueue.open(settings, directory, quotas, clock, () -> {}));
        }
    }
}
