package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Delays that grow by a factor up to a cap, scattered so that what failed together is not tried together. Immutable.
 *
 * @param first the delay behind the first attempt; longer than nothing
 * @param factor 1 to 10
 * @param most no delay is longer; at least {@code first}
 * @param jitter the part of a delay, in per cent, that chance takes off: 0 to 90
 */
public record RetryGrowth(Duration first, int factor, Duration most, int jitter) implements RetryRule {
    private static final int PER_CENT = 100;

    @Override
    public Optional<Duration> delay(int attempts, double luck) {
        double millis = Math.min(first.toMillis() * Math.pow(factor, attempts - 1.0), (double) most.toMillis());
        double part = 1 - (1 - luck) * jitter / PER_CENT;
        return Optional.of(Duration.ofMillis(Math.max(1, Math.round(millis * part))));
    }
}
