package org.etrngateway.doctor;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Examines a running gateway on a thread of its own, once at a time: an examination measures the disk and asks name
 * servers, so that impatient eyes must not multiply it. Who looks meanwhile sees what the last one found. Thread-safe.
 */
public final class Doctor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Doctor.class);

    private final Look look;
    private final Clock clock;
    private Thread thread = new Thread();
    private Report report = Report.NONE;

    /** One examination; blocks. */
    @FunctionalInterface
    public interface Look {
        /**
         * @param connect true to call each site with a fixed route
         */
        List<Finding> make(boolean connect);
    }

    /**
     * @param clock for the time at which a report was made
     */
    public Doctor(Look look, Clock clock) {
        this.look = look;
        this.clock = clock;
    }

    /** What is known; never waits. */
    public synchronized Report report() {
        return report;
    }

    /**
     * Begins an examination, unless one runs. Never waits.
     *
     * @param connect true to call each site with a fixed route
     */
    public synchronized Report begin(boolean connect) {
        if (!report.running()) {
            report = report.begun();
            thread = new Thread(() -> end(connect, made(connect)), "doctor");
            thread.setDaemon(true);
            thread.start();
        }
        return report;
    }

    private List<Finding> made(boolean connect) {
        try {
            return look.make(connect);
        } catch (RuntimeException e) {
            LOG.error("the self-test failed", e);
            return List.of(Finding.problem(
                    "self-test", "it could not be ended: " + e.getMessage(), "the gateway's log says more"));
        }
    }

    private synchronized void end(boolean connect, List<Finding> findings) {
        report = new Report(false, Optional.of(clock.instant()), connect, findings);
    }

    /** Asks the one that runs to end. */
    @Override
    public synchronized void close() {
        thread.interrupt();
    }
}
