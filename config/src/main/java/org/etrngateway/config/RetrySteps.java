package org.etrngateway.config;

import java.time.Duration;
import java.util.List;

/**
 * The delays between attempts, as written {@code 5m, 15m*4, 1h*6, 4h…}; the last one repeats for ever.
 *
 * @param delays in order, each positive; at least one
 */
public record RetrySteps(List<Duration> delays) {
    public RetrySteps {
        delays = List.copyOf(delays);
        if (delays.isEmpty() || delays.stream().anyMatch(d -> d.isNegative() || d.isZero())) {
            throw new IllegalArgumentException("a retry schedule has at least one delay, each longer than nothing");
        }
    }
}
