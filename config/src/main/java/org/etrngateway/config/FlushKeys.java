package org.etrngateway.config;

import java.net.InetAddress;
import java.util.Optional;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** Those settings of a site that say how its flushes go about it. */
final class FlushKeys {
    private static final String ANY = "any";
    private static final String SAME = "same";
    private static final String AUTO = "auto";

    static final Key<SiteConfig, CallFrom> BIND = Key.of(
            "bind",
            site -> site.flush().from(),
            new Scalar<>("any, same, or an IP address of this machine", FlushKeys::parseFrom, FlushKeys::formatFrom),
            CallFrom.ANY,
            "The local address from which the site is called: any the system chooses; same, the one on which the site"
                    + " asked, so that its mail takes the same link; or a fixed one.");

    static final Key<SiteConfig, FlushConfig.Order> ORDER = Key.of(
            "order",
            site -> site.flush().order(),
            Scalar.oneOf(FlushConfig.Order.class),
            FlushConfig.Order.AUTO,
            "What goes first among messages of one priority: small-first (though nothing is passed over by more than some"
                    + " hundred others), old-first; auto is small-first while the line is slow or not known, or there is a budget.");

    static final Key<SiteConfig, BudgetConfig> BUDGET = Key.of(
            "budget",
            site -> site.flush().budget(),
            BudgetKeys.BUDGET,
            BudgetConfig.NONE,
            "How much of its line the site's mail may take: what is under way ends, and the rest stays held.");

    static final Key<SiteConfig, Optional<OversizeConfig>> OVERSIZE = Key.optional(
            "oversize",
            site -> site.flush().oversize(),
            OversizeKeys.OVERSIZE,
            "What becomes of large messages; without it they go as all do.");

    static final Key<SiteConfig, Sessions> SESSIONS = Key.of(
            "sessions",
            site -> site.flush().sessions(),
            new Scalar<>(
                    "a whole number from 1 to " + Sessions.LIMIT + ", or auto",
                    FlushKeys::parseSessions,
                    FlushKeys::formatSessions),
            Sessions.ONE,
            "Sessions with the site at a time; auto begins with one and adds others while that makes the flush faster.");

    private FlushKeys() {}

    static FlushConfig assemble(Values<SiteConfig> values) {
        return new FlushConfig(
                values.get(BIND), values.get(ORDER), values.get(SESSIONS), values.get(BUDGET), values.get(OVERSIZE));
    }

    private static Sessions parseSessions(String text) {
        if (text.equals(AUTO)) {
            return Sessions.AUTO;
        }
        if (!text.matches("[1-" + Sessions.LIMIT + "]")) {
            throw new IllegalArgumentException();
        }
        return new Sessions(Integer.parseInt(text), false);
    }

    private static String formatSessions(Sessions sessions) {
        return sessions.growing() ? AUTO : Integer.toString(sessions.most());
    }

    private static CallFrom parseFrom(String text) {
        return switch (text) {
            case ANY -> CallFrom.ANY;
            case SAME -> CallFrom.SAME;
            default -> new CallFrom.Fixed(fixed(text));
        };
    }

    private static InetAddress fixed(String text) {
        InetAddress address = IpAddress.parse(text);
        if (address.isAnyLocalAddress() || address.isMulticastAddress()) {
            throw new IllegalArgumentException("nobody can be called from it");
        }
        return address;
    }

    private static String formatFrom(CallFrom from) {
        if (from instanceof CallFrom.Fixed fixed) {
            return fixed.local().getHostAddress();
        }
        return from.equals(CallFrom.SAME) ? SAME : ANY;
    }
}
