package org.etrngateway.config;

import java.util.Optional;

/**
 * The delays between attempts, by what failed. Immutable.
 *
 * @param standard where no other is given
 * @param unreachable where the site as a whole could not be served, which is no attempt of any message
 * @param urgent for messages of a priority above 0 (RFC 6710)
 * @param bulk for messages of a priority below 0
 */
public record RetryConfig(
        RetryRule standard, Optional<RetryRule> unreachable, Optional<RetryRule> urgent, Optional<RetryRule> bulk) {
    /** What is in force where nothing is said. */
    public static final RetryConfig STANDARD = of(RetrySteps.STANDARD);

    /** The same whatever failed. */
    public static RetryConfig of(RetryRule rule) {
        return new RetryConfig(rule, Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** Of a site that could not be served. */
    public RetryRule ofSite() {
        return unreachable.orElse(standard);
    }

    /**
     * Of a message that was put off.
     *
     * @param priority -9 to 9
     */
    public RetryRule ofMessage(int priority) {
        Optional<RetryRule> own = priority > 0 ? urgent : priority < 0 ? bulk : Optional.empty();
        return own.orElse(standard);
    }
}
