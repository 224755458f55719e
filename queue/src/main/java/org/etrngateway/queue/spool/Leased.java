package org.etrngateway.queue.spool;

import java.time.Instant;
import org.etrngateway.queue.index.Unit;

/** A unit under a lease. Guarded by the lock of {@link Holdings}. */
final class Leased {
    private final long epoch;
    private Unit unit;
    private Instant deadline;
    private boolean settling;

    Leased(long epoch, Unit unit, Instant deadline) {
        this.epoch = epoch;
        this.unit = unit;
        this.deadline = deadline;
    }

    long epoch() {
        return epoch;
    }

    Unit unit() {
        return unit;
    }

    void become(Unit now) {
        unit = now;
    }

    /** From here to the force of its outcomes nobody else gets the unit, whatever the clock says. */
    void settling(boolean now) {
        settling = now;
    }

    void renew(Instant until) {
        deadline = until;
    }

    boolean lives(Instant now) {
        return settling || now.isBefore(deadline);
    }
}
