package org.etrngateway.config;

import java.util.Optional;

/**
 * How the flushes of a site go about it. Immutable.
 *
 * @param from the local address of its reverse sessions
 * @param order in which its messages go
 * @param budget how much of the line they may take
 * @param sessions how many are open at a time
 * @param oversize what becomes of large messages; empty: what becomes of all
 */
public record FlushConfig(
        CallFrom from, Order order, Sessions sessions, BudgetConfig budget, Optional<OversizeConfig> oversize) {
    /** What is in force where nothing is said. */
    public static final FlushConfig STANDARD =
            new FlushConfig(CallFrom.ANY, Order.AUTO, Sessions.ONE, BudgetConfig.NONE, Optional.empty());

    /** The same with one session at a time. */
    public FlushConfig withOneSession() {
        return new FlushConfig(from, order, Sessions.ONE, budget, oversize);
    }

    /** What goes first among messages of one priority (RFC 6710), which is looked at before all else. */
    public enum Order {
        /** Smaller ones while the line is slow or not known, or there is a budget; else older ones. */
        AUTO,
        /** Smaller ones; but none is passed over by more than some hundred others. */
        SMALL_FIRST,
        /** Older ones. */
        OLD_FIRST
    }
}
