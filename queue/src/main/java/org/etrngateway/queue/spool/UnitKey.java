package org.etrngateway.queue.spool;

import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.Unit;

/** Names a unit. Immutable. */
record UnitKey(long id, SiteName site) {
    static UnitKey of(Unit unit) {
        return new UnitKey(unit.id(), unit.site());
    }
}
