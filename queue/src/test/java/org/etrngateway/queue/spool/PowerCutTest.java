package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.etrngateway.queue.LoopDisk;
import org.etrngateway.queue.MailQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Power cuts under a spool that is filled and emptied, on real file systems: what was accepted is there when
 * the file system has recovered, unaltered, and nothing comes back that was settled. {@code -Dcut.rounds} and
 * {@code -Dkill.seed} choose the sample.
 */
@Tag("disks")
@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("target/disks")
class PowerCutTest {
    private static final int ROUNDS = Integer.getInteger("cut.rounds", 2);
    private static final long SEED = Long.getLong("kill.seed", System.nanoTime());
    private static final int MOST_LINES = 4000;
    private static final int MIB = 1024;

    private final Random random = new Random(SEED);
    private final SpoolLedger ledger = new SpoolLedger();
    private int cuts;

    @ParameterizedTest
    @ValueSource(strings = {"ext4", "xfs"})
    void whatIsAcceptedSurvivesAPowerCut(String kind) throws IOException {
        System.out.println("power cuts on " + kind + ": " + ROUNDS + " rounds, -Dkill.seed=" + SEED);
        try (LoopDisk disk = LoopDisk.make(kind, MIB)) {
            Path folder = disk.folder().resolve("spool");
            for (int round = 0; round < ROUNDS; round++) {
                String when = kind + ", round " + round + ", -Dkill.seed=" + SEED;
                fillAndCut(disk, folder, 1 + random.nextInt(MOST_LINES));
                if (random.nextInt(3) == 0) {
                    // Once more, now while it recovers.
                    fillAndCut(disk, folder, 0);
                }
                try (MailQueue queue = KillVictim.open(folder, boot())) {
                    ledger.audit(queue, when);
                }
            }
            assertThat(ledger.acceptedUnits()).isPositive();
        }
    }

    /** What is read after the cut was said before it. */
    private void fillAndCut(LoopDisk disk, Path folder, int lines) throws IOException {
        String seed = Long.toString(random.nextLong());
        try (Victim victim = Victim.start(List.of(), KillVictim.class, folder.toString(), seed, boot())) {
            victim.cutBehind(lines, ledger::note, () -> disk.cut(victim.pid()));
        }
        disk.recover();
        cuts++;
    }

    /** The machine starts anew when the power is back. */
    private String boot() {
        return "boot " + cuts;
    }
}
