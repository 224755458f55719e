package org.etrngateway.delivery;

import java.net.InetAddress;
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
 * @param caller the connection on which the site asked; empty if it asked on none
 */
public record Trigger(
        SiteName site, Optional<Set<DomainName>> domains, Cause cause, String by, Optional<Caller> caller) {
    /** One that came on no connection of the site. */
    public Trigger(SiteName site, Optional<Set<DomainName>> domains, Cause cause, String by) {
        this(site, domains, cause, by, Optional.empty());
    }

    /** The same for another cause: it is open still. */
    Trigger because(Cause other) {
        return new Trigger(site, domains, other, by, caller);
    }

    /** The same, as if it came on another's connection. */
    Trigger from(Optional<Caller> other) {
        return new Trigger(site, domains, cause, by, other);
    }

    /** Where the site is, if it proved that it asks itself. */
    Optional<InetAddress> peer() {
        return caller.filter(Caller::proven).map(Caller::address);
    }

    /** The local address of the connection on which the site asked. */
    Optional<InetAddress> on() {
        return caller.map(Caller::local);
    }

    /** True if the site asked on a connection under TLS. */
    boolean isSecured() {
        return caller.filter(Caller::secured).isPresent();
    }

    /** True if the site or an operator asked, now. */
    boolean isAsked() {
        return cause == Cause.ETRN || cause == Cause.ATRN || cause == Cause.RETURN || cause == Cause.OPERATOR;
    }

    /** What asked. */
    public enum Cause {
        ETRN,
        /** The site, for its own connection. */
        ATRN,
        /** The site is back: it connected or logged in, which its settings take for asking. */
        RETURN,
        OPERATOR,
        RETRY,
        /** A window of the site, until a flush within it went well. */
        WINDOW,
        /** A site that could not be reached answers again. */
        PROBE,
        /** A trigger that is still open, after the site failed. */
        RECONNECT,
        /** New mail for a site that is up, or whose mode does not hold. */
        ARRIVAL,
        /** An operator let go of what was held for him: it is as if it arrived. */
        RELEASE
    }
}
