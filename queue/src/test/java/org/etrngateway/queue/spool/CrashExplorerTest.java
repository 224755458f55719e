package org.etrngateway.queue.spool;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Crashes of the simulated disk at any operation of seeded lives of a queue, and what a start makes of what is
 * left. {@code -Dcrash.points} and {@code -Dcrash.seed} choose the sample.
 */
class CrashExplorerTest {
    private static final int POINTS = Integer.getInteger("crash.points", 2000);
    private static final long SEED = Long.getLong("crash.seed", System.nanoTime());

    private final Logger log = (Logger) LoggerFactory.getLogger("org.etrngateway.queue.spool");

    @BeforeEach
    void expectWarnings() {
        log.setLevel(Level.OFF);
    }

    @AfterEach
    void restoreLog() {
        log.setLevel(null);
    }

    @Test
    void nothingAcknowledgedIsLostAndNothingComesBack() {
        System.out.println("crashes of a simulated disk: " + POINTS + " points, -Dcrash.seed=" + SEED);
        CrashExplorer.explore(SEED, POINTS);
    }
}
