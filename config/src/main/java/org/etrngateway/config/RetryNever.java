package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;

/** No attempt follows one in vain: the next trigger has to come. Immutable. */
public record RetryNever() implements RetryRule {
    @Override
    public Optional<Duration> delay(int attempts, double luck) {
        return Optional.empty();
    }
}
