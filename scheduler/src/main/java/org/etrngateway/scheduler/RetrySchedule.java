package org.etrngateway.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SplittableRandom;
import org.etrngateway.config.RetryRule;

/**
 * When to try something again: a pure function of what it is and how often it was tried, so that it comes to the same
 * whoever asks, and after a restart. Immutable.
 */
public final class RetrySchedule {
    private final RetryRule rule;
    private final long what;

    /**
     * @param what tells it from other things, such as the number of a message: what chance scatters goes by it
     */
    public RetrySchedule(RetryRule rule, long what) {
        this.rule = rule;
        this.what = what;
    }

    /**
     * The delay behind an attempt; empty if no other follows by itself.
     *
     * @param attempts how often it was tried, the latest included; 1 or more
     */
    public Optional<Duration> delay(int attempts) {
        if (attempts < 1) {
            throw new IllegalArgumentException("a delay follows an attempt");
        }
        return rule.delay(attempts, new SplittableRandom(what * 31 + attempts).nextDouble());
    }

    /** When to try again after the given attempt, made at {@code now}; {@link Instant#MAX} is never. */
    public Instant next(Instant now, int attempts) {
        return delay(attempts).map(now::plus).orElse(Instant.MAX);
    }
}
