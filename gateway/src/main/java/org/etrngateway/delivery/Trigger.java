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
 * @param why the reason that an operator gave; empty text if there is none
 * @param detour over which other way, once; empty: the site's own
 */
public record Trigger(
        SiteName site,
        Optional<Set<DomainName>> domains,
        Cause cause,
        String by,
        Optional<Caller> caller,
        String why,
        Optional<Detour> detour) {
    /** One of the site itself. */
    public Trigger(SiteName site, Optional<Set<DomainName>> domains, Cause cause, String by, Optional<Caller> caller) {
        this(site, domains, cause, by, caller, "", Optional.empty());
    }

    /** One that came on no connection of the site. */
    public Trigger(SiteName site, Optional<Set<DomainName>> domains, Cause cause, String by) {
        this(site, domains, cause, by, Optional.empty());
    }

    /** One of an operator, for all that the site has. */
    public static Trigger ordered(SiteName site, Cause cause, String by, String why) {
        return new Trigger(site, Optional.empty(), cause, by, Optional.empty(), why, Optional.empty());
    }

    /** One of an operator, for some of what the site has, over another way. */
    public static Trigger redirected(SiteName site, String by, String why, Detour detour) {
        return new Trigger(site, Optional.empty(), Cause.REDIRECT, by, Optional.empty(), why, Optional.of(detour));
    }

    /** The same for another cause: it is open still. */
    Trigger because(Cause other) {
        return new Trigger(site, domains, other, by, caller, why, detour);
    }

    /** The same, as if it came on another's connection. */
    Trigger from(Optional<Caller> other) {
        return new Trigger(site, domains, cause, by, other, why, detour);
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
        return switch (cause) {
            case ETRN, ATRN, RETURN, OPERATOR, REDIRECT -> true;
            default -> false;
        };
    }

    /** What asked. */
    public enum Cause {
        ETRN,
        /** The site, for its own connection. */
        ATRN,
        /** The site is back: it connected or logged in, which its settings take for asking. */
        RETURN,
        OPERATOR,
        /** An operator, for another way. */
        REDIRECT,
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
