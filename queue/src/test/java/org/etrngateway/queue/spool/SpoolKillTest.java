package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.etrngateway.queue.MailQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * SIGKILL of a process that fills and empties a spool, at random points of its ledger: nothing accepted is
 * lost or altered, and nothing comes back that was settled. {@code -Dkill.rounds} and {@code -Dkill.seed}
 * choose the sample.
 */
@Tag("kill")
@Execution(ExecutionMode.CONCURRENT)
class SpoolKillTest {
    private static final int ROUNDS = Integer.getInteger("kill.rounds", 4);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int MOST_LINES = 6000;

    @TempDir
    private Path temporary;

    private final Random random = new Random(SEED);
    private final SpoolLedger ledger = new SpoolLedger();

    @Test
    void whatIsAcceptedIsKeptAndWhatIsSettledIsGone() throws IOException {
        System.out.println("kill -9 of a spool: " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        Path folder = temporary.resolve("spool");
        for (int round = 0; round < ROUNDS; round++) {
            runAndKill(folder, 1 + random.nextInt(MOST_LINES));
            try (MailQueue queue = KillVictim.open(folder)) {
                ledger.audit(queue, "round " + round + ", -Dkill.seed=" + SEED);
            }
        }
    }

    private void runAndKill(Path folder, int lines) throws IOException {
        String seed = Long.toString(random.nextLong());
        try (Victim victim = Victim.start(List.of(), KillVictim.class, folder.toString(), seed)) {
            victim.cutBehind(lines, ledger::note, () -> {});
        }
    }
}
