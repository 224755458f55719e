package org.etrngateway.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.Sessions;
import org.etrngateway.queue.MessageId;

/**
 * What of a flush goes to one server: all of it, or with MX the mail for one domain. Its sessions share the loads
 * that are ready; each has its seat. Guarded by the lock of {@link ReverseSessions}.
 */
final class Lane {
    private final Optional<DomainName> domain;
    private final Growth growth;
    private final Deque<Load> ready = new ArrayDeque<>();
    private final Map<MessageId, Given> outstanding = new LinkedHashMap<>();
    private final Map<LaneSupply, Optional<ReverseSession>> seats = new LinkedHashMap<>();
    /** Those that are saying goodbye. */
    private final Set<LaneSupply> leaving = new HashSet<>();

    Lane(Optional<DomainName> domain, Sessions sessions) {
        this.domain = domain;
        this.growth = new Growth(sessions);
    }

    /** What a session was given and its server has not answered. */
    private record Given(Load load, LaneSupply to) {}

    Optional<DomainName> domain() {
        return domain;
    }

    Growth growth() {
        return growth;
    }

    List<ReverseSession> sessions() {
        return seats.values().stream().flatMap(Optional::stream).toList();
    }

    /** True if a session shall be opened: the first, or one more if more messages wait than others could take now. */
    boolean wantsSession() {
        long free = seats.keySet().stream()
                .filter(seat -> !leaving.contains(seat) && given(seat).isEmpty())
                .count();
        return seats.isEmpty() || seats.size() < growth.wanted() && ready.size() > free;
    }

    /** A session is being opened. */
    void take(LaneSupply seat) {
        seats.put(seat, Optional.empty());
    }

    void opened(LaneSupply seat, ReverseSession session) {
        seats.put(seat, Optional.of(session));
    }

    void closed(LaneSupply seat) {
        seats.remove(seat);
        leaving.remove(seat);
    }

    boolean isClosed() {
        return seats.isEmpty();
    }

    /** Sessions that do not say goodbye. */
    int staying() {
        return seats.size() - leaving.size();
    }

    /** Sessions that go on without this one. */
    int others(LaneSupply seat) {
        return (int) seats.keySet().stream()
                .filter(other -> other != seat && !leaving.contains(other))
                .count();
    }

    /** True if another session could take what may come. */
    boolean hasReadyOther(LaneSupply seat) {
        return seats.keySet().stream().anyMatch(other -> other != seat && !leaving.contains(other) && other.isReady());
    }

    /** The session is given nothing more. */
    void leave(LaneSupply seat) {
        leaving.add(seat);
    }

    boolean isLeaving(LaneSupply seat) {
        return leaving.contains(seat);
    }

    /** Has the youngest session go, if there are more than wanted; true if so. */
    boolean retireOne() {
        if (staying() <= growth.wanted()) {
            return false;
        }
        seats.keySet().stream()
                .filter(seat -> !leaving.contains(seat))
                .reduce((older, younger) -> younger)
                .ifPresent(this::leave);
        return true;
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
    Optional<Load> next(LaneSupply seat, long upTo, long ordinary) {
        if (outstanding.values().stream().anyMatch(given -> given.load().size() > ordinary)) {
            return Optional.empty();
        }
        Optional<Load> load = firstUpTo(Math.min(upTo, ordinary))
                .or(() -> outstanding.isEmpty() ? firstUpTo(upTo) : Optional.empty());
        load.ifPresent(given -> {
            ready.remove(given);
            outstanding.put(given.lease().id(), new Given(given, seat));
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
    boolean answered(LaneSupply seat, Load load) {
        return outstanding.remove(load.lease().id(), new Given(load, seat));
    }

    /** What a session was given and its server has not answered is to be given again, first. */
    void retake(LaneSupply seat) {
        List<Load> again = given(seat);
        outstanding.values().removeIf(given -> given.to() == seat);
        for (int i = again.size() - 1; i >= 0; i--) {
            ready.addFirst(again.get(i));
        }
    }

    boolean isIdle() {
        return ready.isEmpty() && outstanding.isEmpty();
    }

    /** The load that a server was given first, of those it has not answered. */
    Optional<Load> head() {
        return outstanding.values().stream().map(Given::load).findFirst();
    }

    /** The same of one session. */
    Optional<Load> head(LaneSupply seat) {
        return given(seat).stream().findFirst();
    }

    private List<Load> given(LaneSupply seat) {
        return outstanding.values().stream()
                .filter(given -> given.to() == seat)
                .map(Given::load)
                .toList();
    }

    /** All that is open. */
    List<Load> loads() {
        List<Load> open = new ArrayList<>();
        outstanding.values().forEach(given -> open.add(given.load()));
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
