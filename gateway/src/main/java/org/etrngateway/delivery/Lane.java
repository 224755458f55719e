package org.etrngateway.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.MessageId;

/**
 * What of a flush goes to one server: all of it, or with MX the mail for one domain. Guarded by the lock
 * of its flush.
 */
final class Lane {
    private final Optional<DomainName> domain;
    private final Deque<Load> ready = new ArrayDeque<>();
    private final Map<MessageId, Load> outstanding = new LinkedHashMap<>();
    private Optional<ReverseSession> session = Optional.empty();
    private boolean opening;

    Lane(Optional<DomainName> domain) {
        this.domain = domain;
    }

    Optional<DomainName> domain() {
        return domain;
    }

    Optional<ReverseSession> session() {
        return session;
    }

    /** True if this call is the one that shall open a session. */
    boolean mustOpen() {
        boolean must = !opening;
        opening = true;
        return must;
    }

    void opened(ReverseSession now) {
        session = Optional.of(now);
    }

    void closed() {
        session = Optional.empty();
        opening = false;
    }

    boolean isClosed() {
        return !opening;
    }

    int waiting() {
        return ready.size();
    }

    void add(Load load) {
        ready.add(load);
    }

    /**
     * The next load for a session.
     *
     * @param upTo octets it may have
     * @param ordinary octets of the largest that goes among others: larger ones go last, and alone
     */
    Optional<Load> next(long upTo, long ordinary) {
        if (outstanding.values().stream().anyMatch(given -> given.size() > ordinary)) {
            return Optional.empty();
        }
        Optional<Load> load = firstUpTo(Math.min(upTo, ordinary))
                .or(() -> outstanding.isEmpty() ? firstUpTo(upTo) : Optional.empty());
        load.ifPresent(given -> {
            ready.remove(given);
            outstanding.put(given.lease().id(), given);
        });
        return load;
    }

    private Optional<Load> firstUpTo(long size) {
        return ready.stream().filter(waits -> waits.size() <= size).findFirst();
    }

    /** True if loads wait, and none of them has so few octets. */
    boolean waitsForMore(long upTo) {
        return !ready.isEmpty() && firstUpTo(upTo).isEmpty();
    }

    /** Takes out all that no session was given. */
    List<Load> clearReady() {
        List<Load> waiting = List.copyOf(ready);
        ready.clear();
        return waiting;
    }

    /** False if the load was taken out before. */
    boolean answered(Load load) {
        return outstanding.remove(load.lease().id(), load);
    }

    /** What the server was given and has not answered is to be given again, first. */
    void retake() {
        List<Load> again = new ArrayList<>(outstanding.values());
        outstanding.clear();
        for (int i = again.size() - 1; i >= 0; i--) {
            ready.addFirst(again.get(i));
        }
    }

    boolean isIdle() {
        return ready.isEmpty() && outstanding.isEmpty();
    }

    /** The load that the server was given first, of those it has not answered. */
    Optional<Load> head() {
        return outstanding.values().stream().findFirst();
    }

    /** All that is open. */
    List<Load> loads() {
        List<Load> open = new ArrayList<>(outstanding.values());
        open.addAll(ready);
        return open;
    }

    /** Takes out all that is open. */
    List<Load> clear() {
        List<Load> open = loads();
        ready.clear();
        outstanding.clear();
        return open;
    }
}
