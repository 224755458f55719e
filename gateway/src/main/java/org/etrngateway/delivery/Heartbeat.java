package org.etrngateway.delivery;

import java.time.Instant;

/**
 * The times of the two clocks at a moment when the gateway ran and believed them. Immutable.
 *
 * @param wall what the machine says
 * @param steady what the steady clock says, which orders attempts
 */
public record Heartbeat(Instant wall, Instant steady) {
    /** Long before any other: it says that the gateway ran, and not when. */
    static final Heartbeat UNKNOWN = new Heartbeat(Instant.EPOCH, Instant.EPOCH);
}
