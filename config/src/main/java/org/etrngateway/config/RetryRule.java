package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;

/** How long to wait between attempts. Immutable; a pure function. */
public sealed interface RetryRule permits RetrySteps, RetryGrowth, RetryNever {
    /**
     * The delay behind an attempt; empty if no other follows by itself.
     *
     * @param attempts how often it was tried, the latest included; 1 or more
     * @param luck what delays are scattered by: 0 to 1, 0 being the least; a rule may ignore it
     */
    Optional<Duration> delay(int attempts, double luck);
}
