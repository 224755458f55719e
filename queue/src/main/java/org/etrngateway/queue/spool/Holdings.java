package org.etrngateway.queue.spool;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.Unit;

/**
 * The memory of the queue: what each site holds, what the index does not know yet, what is leased, which
 * segments are needed. All of it changes under one lock, for microseconds: never with the disk in
 * between. Thread-safe.
 */
final class Holdings {
    private final Clock clock;
    private final Map<SiteName, SiteState> sites = new HashMap<>();
    private final Overlay overlay = new Overlay();
    private SegmentUse segments = new SegmentUse();
    private final Set<UnitKey> postponed = new HashSet<>();
    private final Set<Long> perhapsDeadFiles = new HashSet<>();
    private Map<SiteName, QuotaLimit> quotas;
    private long epochs;

    Holdings(Map<SiteName, QuotaLimit> quotas, Clock clock) {
        this.quotas = Map.copyOf(quotas);
        this.clock = clock;
    }

    /** True if mail of so many octets for a site is held from the start. */
    synchronized boolean holds(SiteName site, long size) {
        return quotas.getOrDefault(site, QuotaLimit.NONE).holds(size);
    }

    synchronized void quotas(Map<SiteName, QuotaLimit> now) {
        quotas = Map.copyOf(now);
    }

    // What arrives and what ends.

    /** A message became durable. */
    synchronized void add(List<Unit> units) {
        for (Unit unit : units) {
            SiteState site = site(unit.site());
            site.count(unit);
            site.pending().put(unit.rank(), unit);
            overlay.put(unit, true);
            segments.add(unit);
        }
    }

    /** Sets what was known before; the units are in the rows. */
    synchronized void restore(Snapshot before) {
        before.sites().forEach((name, mark) -> site(name).restore(mark));
        segments = before.segments().copy();
    }

    /** What is known now, but for the units. */
    synchronized Snapshot snapshot() {
        Map<SiteName, SiteMark> marks = new HashMap<>();
        sites.forEach((name, site) -> {
            SiteMark mark = site.mark();
            if (!mark.equals(SiteMark.NONE)) {
                marks.put(name, mark);
            }
        });
        return new Snapshot(marks, segments.copy());
    }

    /** Changes a unit, or ends it, if memory knows what it is; false if only its row can tell. */
    synchronized boolean change(UnitKey key, UnaryOperator<Unit> how) {
        Optional<Overlay.State> known = known(key);
        known.flatMap(Overlay.State::unit).ifPresent(unit -> become(unit, how.apply(unit)));
        return known.isPresent();
    }

    /** Changes a unit by its row, if memory knows nothing of it. */
    synchronized void changeRow(Unit row, UnaryOperator<Unit> how) {
        if (!change(UnitKey.of(row), how)) {
            become(row, how.apply(row));
        }
    }

    private void become(Unit from, Unit to) {
        if (to.isDone()) {
            end(from);
        } else if (!to.equals(from)) {
            replace(from, to);
        }
    }

    private void replace(Unit from, Unit to) {
        SiteState site = site(from.site());
        site.discount(from);
        site.count(to);
        site.pending().remove(from.rank());
        site.pending().put(to.rank(), to);
        overlay.put(to, false);
        segments.remove(from);
        segments.add(to);
        Leased leased = site.leases().get(from.id());
        if (leased != null) {
            leased.become(to);
        }
    }

    private void end(Unit unit) {
        drop(unit);
        if (unit.stored().large()) {
            perhapsDeadFiles.add(unit.id());
        }
    }

    /**
     * Puts units in the place of others.
     *
     * @return false if one of those is leased, and nothing was done
     */
    synchronized boolean move(List<Unit> from, List<Unit> to) {
        if (from.stream().anyMatch(unit -> isLeased(UnitKey.of(unit)))) {
            return false;
        }
        from.forEach(this::drop);
        for (Unit unit : to) {
            SiteState site = site(unit.site());
            site.count(unit);
            site.pending().put(unit.rank(), unit);
            overlay.put(unit, false);
            segments.add(unit);
        }
        return true;
    }

    private void drop(Unit unit) {
        SiteState site = site(unit.site());
        site.discount(unit);
        site.pending().remove(unit.rank());
        site.leases().remove(unit.id());
        overlay.remove(UnitKey.of(unit));
        segments.remove(unit);
    }

    /** A unit that is leased is to be moved when it is free. */
    synchronized void postpone(UnitKey key) {
        postponed.add(key);
    }

    /** True if there are units to be moved that are free now. */
    synchronized boolean hasPostponed() {
        return postponed.stream().anyMatch(key -> !isLeased(key));
    }

    /** Units to be moved that are free now. */
    synchronized List<UnitKey> takePostponed() {
        List<UnitKey> free = postponed.stream().filter(key -> !isLeased(key)).toList();
        postponed.removeAll(free);
        return free;
    }

    // Leases.

    /** Leases a unit, if nobody has it. */
    synchronized Optional<Long> lease(Unit unit) {
        Instant now = clock.instant();
        Map<Long, Leased> leases = site(unit.site()).leases();
        Leased other = leases.get(unit.id());
        if (other != null && other.lives(now)) {
            return Optional.empty();
        }
        long epoch = ++epochs;
        leases.put(unit.id(), new Leased(epoch, unit, now.plusSeconds(MailQueue.LEASE_SECONDS)));
        return Optional.of(epoch);
    }

    /**
     * The unit of a lease, if the lease lives.
     *
     * @param hold from now on nobody else gets the unit, whatever the clock says
     */
    synchronized Optional<Unit> beginSettling(UnitKey key, long epoch, boolean hold) {
        Optional<Leased> leased = living(key, epoch);
        leased.ifPresent(it -> it.settling(hold));
        return leased.map(Leased::unit);
    }

    /** The outcomes of a unit could not be recorded: the lease goes on as it was. */
    synchronized void endSettling(UnitKey key, long epoch) {
        living(key, epoch).ifPresent(it -> it.settling(false));
    }

    private Optional<Leased> living(UnitKey key, long epoch) {
        Leased leased = site(key.site()).leases().get(key.id());
        boolean lives = leased != null && leased.epoch() == epoch && leased.lives(clock.instant());
        return lives ? Optional.of(leased) : Optional.empty();
    }

    synchronized boolean renew(UnitKey key, long epoch) {
        Optional<Leased> leased = living(key, epoch);
        leased.ifPresent(it -> it.renew(clock.instant().plusSeconds(MailQueue.LEASE_SECONDS)));
        return leased.isPresent();
    }

    synchronized void unlease(UnitKey key, long epoch) {
        SiteState site = site(key.site());
        Leased leased = site.leases().get(key.id());
        if (leased != null && leased.epoch() == epoch) {
            site.leases().remove(key.id());
        }
    }

    /** The unit as memory knows it: empty if only the index can tell, an empty state if it is gone. */
    synchronized Optional<Overlay.State> known(UnitKey key) {
        Leased leased = site(key.site()).leases().get(key.id());
        Optional<Overlay.State> state = overlay.get(key);
        return state.isEmpty() && leased != null ? Optional.of(new Overlay.State(Optional.of(leased.unit()))) : state;
    }

    // Quota.

    synchronized boolean reserve(SiteName site, long bytes) {
        return site(site).reserve(quotas.getOrDefault(site, QuotaLimit.NONE), bytes);
    }

    synchronized void unreserve(SiteName site, long bytes) {
        site(site).unreserve(bytes);
    }

    // Views.

    synchronized SiteSummary summary(SiteName name) {
        SiteState site = sites.get(name);
        return site == null ? SiteSummary.EMPTY : site.summary(clock.instant());
    }

    /** Of all sites that have any, by name. */
    Map<SiteName, SiteSummary> summaries() {
        // Sorted without the lock: there are thousands, and mail waits meanwhile.
        Map<SiteName, SiteSummary> all = unsorted();
        all.values().removeIf(summary -> summary.messages() == 0 && !summary.paused());
        return new TreeMap<>(all);
    }

    private synchronized Map<SiteName, SiteSummary> unsorted() {
        Instant now = clock.instant();
        sites.values().removeIf(SiteState::isEmpty);
        Map<SiteName, SiteSummary> all = new HashMap<>();
        sites.forEach((name, site) -> all.put(name, site.summary(now)));
        return all;
    }

    /** Sites that are paused. */
    synchronized Set<SiteName> paused() {
        Set<SiteName> paused = new HashSet<>();
        sites.forEach((name, site) -> {
            if (site.isPaused()) {
                paused.add(name);
            }
        });
        return paused;
    }

    synchronized void pause(SiteName site, boolean now) {
        site(site).pause(now);
    }

    /** Works on all of it at once. */
    synchronized <T> T with(Function<Memory, T> work) {
        return work.apply(new Memory(sites, overlay));
    }

    /** Works on the uses of segments. */
    synchronized <T> T segments(Function<SegmentUse, T> work) {
        return work.apply(segments);
    }

    synchronized void forgetSegment(long number) {
        segments.forget(number);
    }

    synchronized boolean isLeased(UnitKey key) {
        SiteState site = sites.get(key.site());
        Leased leased = site == null ? null : site.leases().get(key.id());
        return leased != null && leased.lives(clock.instant());
    }

    // What the index is to learn.

    synchronized long latestChange() {
        return overlay.latestChange();
    }

    /** True if all changes up to a number are in the rows. */
    synchronized boolean isWritten(long change) {
        return overlay.isWritten(change);
    }

    synchronized int behind() {
        return overlay.size();
    }

    synchronized List<Change> takeChanges(int limit) {
        return overlay.take(limit);
    }

    /** These changes are in the rows. */
    synchronized void written(List<Change> changes) {
        for (Change change : overlay.written(changes)) {
            change.unit().ifPresent(unit -> site(unit.site()).pending().remove(unit.rank()));
        }
    }

    /** Ids of messages whose file may be needed no more. */
    synchronized Set<Long> takePerhapsDeadFiles() {
        Set<Long> taken = Set.copyOf(perhapsDeadFiles);
        perhapsDeadFiles.clear();
        return taken;
    }

    /** True if the overlay has an open unit of the message. */
    synchronized boolean isOpen(long id) {
        return overlay.open().anyMatch(unit -> unit.id() == id);
    }

    /** Sites whose oldest message has gone. */
    synchronized List<SiteName> withUncertainOldest() {
        List<SiteName> found = new ArrayList<>();
        sites.forEach((name, site) -> {
            if (site.oldestMayBeGone()) {
                found.add(name);
            }
        });
        return found;
    }

    /** Names the oldest of a site: that of the rows, or an older one that has none yet. */
    synchronized void correctOldest(SiteName name, Optional<Instant> ofRows) {
        SiteState site = site(name);
        Optional<Instant> ofOverlay = site.pending().values().stream()
                .map(unit -> unit.stored().since())
                .min(Instant::compareTo);
        site.correctOldest(
                ofRows.isEmpty() || ofOverlay.isPresent() && ofOverlay.get().isBefore(ofRows.get())
                        ? ofOverlay
                        : ofRows);
    }

    private SiteState site(SiteName name) {
        return sites.computeIfAbsent(name, absent -> new SiteState());
    }

    /** All of it, for work under the lock. */
    record Memory(Map<SiteName, SiteState> sites, Overlay overlay) {
        /** Units that are open and not, or not rightly, in the rows; in no order. */
        Stream<Unit> open(Optional<SiteName> site) {
            return site.isPresent()
                    ? Stream.ofNullable(sites.get(site.get())).flatMap(state -> state.pending().values().stream())
                    : overlay.open();
        }
    }
}
