package org.etrngateway.delivery;

import java.time.Clock;

/**
 * The times of delivery. Immutable.
 *
 * @param wall what people are told: dates of notices
 * @param steady what no setting of the machine's clock moves: order of attempts, due times, open triggers
 * @param expiry by which mail is old
 * @param heartbeat keeps the last moment at which the clocks were believed
 * @param days what was used of the budgets of the present day by the wall
 */
public record Clocks(Clock wall, Clock steady, ExpiryClock expiry, HeartbeatFile heartbeat, DayUses days) {}
