package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;

/**
 * From when on the operator is told that something is amiss with a site. Empty: never. Immutable.
 *
 * @param silent how long nothing was heard of it
 * @param older the age of its oldest message
 * @param larger octets that are held, 1 or more
 * @param messages how many are held, 1 or more
 * @param expiring how long before its oldest message is given up
 * @param budget true if it is told that the budget for the day is used up
 */
public record AlertLimits(
        Optional<Duration> silent,
        Optional<Duration> older,
        Optional<Long> larger,
        Optional<Integer> messages,
        Optional<Duration> expiring,
        Optional<Boolean> budget) {
    /** No limits. */
    public static final AlertLimits NONE = new AlertLimits(
            Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    /** These, and the others where these say nothing. */
    public AlertLimits or(AlertLimits others) {
        return new AlertLimits(
                silent.or(others::silent),
                older.or(others::older),
                larger.or(others::larger),
                messages.or(others::messages),
                expiring.or(others::expiring),
                budget.or(others::budget));
    }
}
