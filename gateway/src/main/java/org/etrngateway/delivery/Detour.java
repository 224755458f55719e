package org.etrngateway.delivery;

import java.util.List;
import java.util.Optional;
import org.etrngateway.config.Route;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.MessageId;

/**
 * Another way for some of a site's mail, once, because an operator says so. Nothing of it is remembered: neither does it
 * open a trigger, nor does it say anything of how the site itself is reached. What the other server refuses stays held,
 * also where it refuses for good, for that may be the operator's mistake.
 *
 * @param route to a host, or to the MX hosts of the recipients' domains
 * @param tls empty: as the settings of the site demand it
 * @param choice which mail
 * @param words what goes where, for the record
 */
public record Detour(Route route, Optional<TlsMode> tls, Choice choice, String words) {
    /** Units that an operator chose, held ones among them, page by page. One call at a time; blocks on the disk. */
    @FunctionalInterface
    public interface Choice {
        /** The next ones, some of which may be gone; none: there are no more. */
        List<MessageId> next();
    }

    /** How a session over it goes: with the other server nothing is agreed that was agreed with the site's. */
    SessionConfig session(SessionConfig ofSite) {
        // A key that is pinned is the site's own; of the other server at least a certificate is wanted.
        TlsMode demanded = ofSite.tls().demand() == TlsMode.Demand.PIN ? TlsMode.REQUIRE : ofSite.tls();
        return ofSite.aside(tls.orElse(demanded));
    }
}
