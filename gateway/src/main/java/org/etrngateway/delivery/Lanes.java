package org.etrngateway.delivery;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.Sessions;

/** The lanes of a flush: one, or with MX one a domain. Guarded by the lock of {@link ReverseSessions}. */
final class Lanes {
    private final Sessions sessions;
    private final Map<Optional<DomainName>, Lane> byDomain = new HashMap<>();

    Lanes(Sessions sessions) {
        this.sessions = sessions;
    }

    /** The lane for the mail of a domain, or for all mail. */
    Lane of(Optional<DomainName> domain) {
        return byDomain.computeIfAbsent(domain, name -> new Lane(name, sessions));
    }

    /** Loads that wait for a session. */
    int waiting() {
        return byDomain.values().stream().mapToInt(Lane::waiting).sum();
    }

    List<ReverseSession> sessions() {
        return all(Lane::sessions);
    }

    /** All loads that are open. */
    List<Load> loads() {
        return all(Lane::loads);
    }

    /** Takes out all loads that are open. */
    List<Load> clear() {
        return all(Lane::clear);
    }

    /** Takes out all loads that no session was given. */
    List<Load> clearReady() {
        return all(Lane::clearReady);
    }

    /** The load that a server was given first, of those it has not answered. */
    Optional<Load> head() {
        return byDomain.values().stream().flatMap(lane -> lane.head().stream()).findFirst();
    }

    /** True if no load is open, and no session. */
    boolean areDone() {
        return byDomain.values().stream().allMatch(lane -> lane.isIdle() && lane.isClosed());
    }

    private <T> List<T> all(Function<Lane, Collection<T>> what) {
        List<T> all = new ArrayList<>();
        byDomain.values().forEach(lane -> all.addAll(what.apply(lane)));
        return all;
    }
}
