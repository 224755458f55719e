package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.SiteTotal;
import org.etrngateway.queue.index.Unit;

/** Sums over the open units of a site. Immutable. */
record Tally(long messages, long bytes, long charged, long chargedBytes, long operatorHeld) {
    static final Tally NONE = new Tally(0, 0, 0, 0, 0);

    static Tally of(SiteTotal total) {
        return new Tally(total.messages(), total.bytes(), total.charged(), total.chargedBytes(), total.operatorHeld());
    }

    Tally plus(Tally other) {
        return new Tally(
                messages + other.messages,
                bytes + other.bytes,
                charged + other.charged,
                chargedBytes + other.chargedBytes,
                operatorHeld + other.operatorHeld);
    }

    /** True if the two count the same units, as far as messages and octets tell. */
    boolean counts(Tally other) {
        return messages == other.messages && bytes == other.bytes;
    }

    Tally plus(Unit unit) {
        return add(unit, 1);
    }

    Tally minus(Unit unit) {
        return add(unit, -1);
    }

    private Tally add(Unit unit, int sign) {
        long size = sign * unit.stored().size();
        boolean notice = unit.stored().notice();
        return new Tally(
                messages + sign,
                bytes + size,
                notice ? charged : charged + sign,
                notice ? chargedBytes : chargedBytes + size,
                unit.course().held() ? operatorHeld + sign : operatorHeld);
    }
}
