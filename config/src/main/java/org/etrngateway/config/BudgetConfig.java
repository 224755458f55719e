package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;

/**
 * How much of its line a site's mail may take. What is under way when a budget is used up ends well; the rest stays
 * held. Immutable.
 *
 * @param session for the reverse sessions of one flush together
 * @param day for all flushes of a calendar day
 */
public record BudgetConfig(Limit session, Limit day) {
    /** No limits. */
    public static final BudgetConfig NONE = new BudgetConfig(Limit.NONE, Limit.NONE);

    /** True if there is no limit at all. */
    public boolean isNone() {
        return session.isNone() && day.isNone();
    }

    /**
     * A limit of octets and of time.
     *
     * @param bytes octets of messages that may begin to be sent; 0 is no limit
     * @param time how long sessions may be open; empty: no limit
     */
    public record Limit(long bytes, Optional<Duration> time) {
        public static final Limit NONE = new Limit(0, Optional.empty());

        /** True if nothing is limited. */
        public boolean isNone() {
            return bytes == 0 && time.isEmpty();
        }
    }
}
