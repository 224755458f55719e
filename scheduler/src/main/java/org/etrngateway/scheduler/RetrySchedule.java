package org.etrngateway.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.etrngateway.config.RetrySteps;

/** When to try again: a pure function of how often it was tried. Immutable. */
public final class RetrySchedule {
    private final List<Duration> delays;

    public RetrySchedule(RetrySteps steps) {
        delays = steps.delays();
    }

    /**
     * The delay behind an attempt; behind the last delay of the list it stays the same.
     *
     * @param attempts how often it was tried, the latest included; 1 or more
     */
    public Duration delay(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("a delay follows an attempt");
        }
        return delays.get(Math.min(attempts, delays.size()) - 1);
    }

    /** When to try again after the given attempt, made at {@code now}. */
    public Instant next(Instant now, int attempts) {
        return now.plus(delay(attempts));
    }
}
