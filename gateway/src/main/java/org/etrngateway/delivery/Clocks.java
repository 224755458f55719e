package org.etrngateway.delivery;

import java.time.Clock;

/**
 * The times of delivery. Immutable.
 *
 * @param wall what people are told: dates of notices
 * @param steady what no setting of the machine's clock moves: order of attempts, due times, open triggers
 * @param expiry by which mail is old
 * @param heartbeat keeps the last moment at which the clocks were believed
 * @param openings which sites may be called by window, by the wall
 * @param budgets what was used of those for a day and for a window, by the wall
 * @param told up to when senders know of delays, by the wall
 */
public record Clocks(
        Clock wall,
        Clock steady,
        ExpiryClock expiry,
        HeartbeatFile heartbeat,
        Openings openings,
        Budgets budgets,
        ToldFile told) {}
