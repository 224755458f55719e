package org.etrngateway.delivery;

import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/**
 * A wish that a site's mail be released.
 *
 * @param domains only mail for these; empty: all of the site's
 * @param cause what asked
 * @param by who asked, for log and record: an address, an operator
 */
public record Trigger(SiteName site, Optional<Set<DomainName>> domains, Cause cause, String by) {
    /** True if the site or an operator asked, now. */
    boolean isAsked() {
        return cause == Cause.ETRN || cause == Cause.OPERATOR;
    }

    /** What asked. */
    public enum Cause {
        ETRN,
        OPERATOR,
        RETRY,
        /** A trigger that is still open, after the site failed. */
        RECONNECT,
        /** New mail for a site that is up, or whose mode does not hold. */
        ARRIVAL
    }
}
