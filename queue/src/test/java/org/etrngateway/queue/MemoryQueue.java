package org.etrngateway.queue;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/**
 * A mail queue that forgets all when it is closed: the fixture of tests that need a queue, and the
 * plainest reading of the contract. One lock, every figure counted afresh, from the units of one site where it is about one. Its stages complete,
 * and its listeners are called, on the thread that caused it, so that a test without threads has one order.
 *
 * <p>A test can make it {@linkplain #become full or failed}, {@linkplain #holdCommits hold back} what it
 * promises, as a group commit does, and {@linkplain #corrupt spoil} a message.
 */
public final class MemoryQueue implements MailQueue {
    private final Object lock = new Object();
    private final Clock clock;
    private final MemoryTransactions transactions;
    private final MemoryShelf shelf = new MemoryShelf();
    private final MemoryDisk disk = new MemoryDisk();
    private final MemoryQuotas quotas;
    private final Set<SiteName> paused = new HashSet<>();
    private final List<ArrivalListener> listeners = new CopyOnWriteArrayList<>();
    private Function<DomainName, Optional<SiteName>> directory;
    private long lastId;
    private long lastEpoch;

    public MemoryQueue(
            Function<DomainName, Optional<SiteName>> directory, Map<SiteName, QuotaLimit> limits, Clock clock) {
        this.directory = directory;
        this.quotas = new MemoryQuotas(limits);
        this.clock = clock;
        this.transactions = new MemoryTransactions(this, clock);
    }

    /** Sets what {@link #acceptance} says and how appends, commits and settles fare from now on. */
    public void become(Acceptance state) {
        disk.become(state);
    }

    /** From now on no commit, settle or directive completes, and no commit shows, before {@link #completeHeld}. */
    public void holdCommits() {
        disk.hold();
    }

    /** Completes all that was held back, in the order it came, and holds nothing back any more. */
    public void completeHeld() {
        disk.completeHeld();
    }

    /** How many commits, settles and directives are held back. */
    public int heldBack() {
        return disk.heldBack();
    }

    /** Ends all leases, as a restart does. */
    public void endLeases() {
        synchronized (lock) {
            shelf.leased().forEach(unit -> shelf.unlease(unit, this::siteOf));
        }
    }

    /** Spoils a message's content, as a bad sector would. */
    public void corrupt(MessageId id) {
        synchronized (lock) {
            shelf.message(id).orElseThrow().corrupt();
        }
    }

    @Override
    public Acceptance acceptance() {
        return disk.acceptance();
    }

    @Override
    public Optional<Reservation> reserve(SiteName site, long bytes) {
        synchronized (lock) {
            endLostLeases();
            return quotas.reserve(site, bytes, shelf.units(site));
        }
    }

    @Override
    public Draft draft(Envelope envelope, List<Reservation> given) {
        synchronized (lock) {
            return new MemoryDraft(this, new MessageId(++lastId), envelope, List.copyOf(given));
        }
    }

    @Override
    public CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost) {
        return CompletableFuture.completedStage(transactions.takeUp(name, lost));
    }

    @Override
    public SiteSummary summary(SiteName site) {
        synchronized (lock) {
            endLostLeases();
            Collection<MemoryUnit> units = shelf.units(site);
            return new SiteSummary(
                    units.size(),
                    units.stream().mapToLong(unit -> unit.message.size()).sum(),
                    units.stream().filter(unit -> unit.lease.isPresent()).count(),
                    units.stream().filter(MemoryUnit::isHeld).count(),
                    units.stream().map(unit -> unit.message.envelope.since()).min(Comparator.naturalOrder()),
                    paused.contains(site));
        }
    }

    @Override
    public Map<SiteName, SiteSummary> summaries() {
        synchronized (lock) {
            endLostLeases();
            Set<SiteName> sites = new TreeSet<>(paused);
            sites.addAll(shelf.sites());
            Map<SiteName, SiteSummary> summaries = new TreeMap<>();
            sites.forEach(site -> summaries.put(site, summary(site)));
            return summaries;
        }
    }

    @Override
    public List<Lease> claim(SiteName site, Selection selection, int maxMessages, long maxBytes) {
        synchronized (lock) {
            endLostLeases();
            List<Lease> page = new ArrayList<>();
            long bytes = 0;
            for (MemoryUnit unit : shelf.first(site, selection, maxMessages)) {
                bytes += unit.message.size();
                if (!page.isEmpty() && bytes > maxBytes) {
                    break;
                }
                Lease lease = unit.leased(unit.within(selection), ++lastEpoch);
                shelf.lease(unit, lastEpoch, deadline());
                page.add(lease);
            }
            return page;
        }
    }

    @Override
    public Optional<Lease> claim(SiteName site, MessageId id) {
        synchronized (lock) {
            endLostLeases();
            Optional<MemoryUnit> free = shelf.unit(id, site).filter(unit -> unit.lease.isEmpty());
            free.ifPresent(unit -> shelf.lease(unit, ++lastEpoch, deadline()));
            return free.map(unit -> unit.leased(List.copyOf(unit.open), lastEpoch));
        }
    }

    @Override
    public Optional<Lease> look(SiteName site, MessageId id) {
        synchronized (lock) {
            return shelf.unit(id, site).map(unit -> unit.leased(List.copyOf(unit.open), 0));
        }
    }

    @Override
    public Content content(Lease lease) throws IOException {
        synchronized (lock) {
            MemoryMessage message =
                    shelf.message(lease.id()).orElseThrow(() -> new IOException(lease.id() + " is gone"));
            if (message.isCorrupt()) {
                throw new IOException(lease.id() + " is not what was accepted");
            }
            return new MemoryContent(message.content());
        }
    }

    @Override
    public boolean renew(Lease lease) {
        synchronized (lock) {
            endLostLeases();
            Optional<MemoryUnit> unit = held(lease);
            unit.ifPresent(it -> shelf.lease(it, lease.epoch(), deadline()));
            return unit.isPresent();
        }
    }

    @Override
    public CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Instant due) {
        return promise(() -> {
            for (Outcome outcome : outcomes) {
                if (!lease.recipients().contains(outcome.recipient())) {
                    throw new IllegalArgumentException("recipient " + outcome.recipient() + " is not in the lease");
                }
            }
            endLostLeases();
            held(lease).ifPresent(unit -> defer(unit, outcomes, due));
            List<Integer> over = outcomes.stream()
                    .filter(outcome -> outcome.kind().isFinal())
                    .map(Outcome::recipient)
                    .toList();
            shelf.message(lease.id()).ifPresent(message -> shelf.end(message, over));
            giveBack(lease);
        });
    }

    private static void defer(MemoryUnit unit, List<Outcome> outcomes, Instant due) {
        List<Outcome> deferrals =
                outcomes.stream().filter(outcome -> !outcome.kind().isFinal()).toList();
        deferrals.forEach(outcome -> unit.deferred(outcome, due));
        unit.attempts += deferrals.isEmpty() ? 0 : 1;
    }

    @Override
    public void release(Lease lease) {
        synchronized (lock) {
            endLostLeases();
            giveBack(lease);
        }
    }

    @Override
    public Set<SiteName> due(Instant now) {
        synchronized (lock) {
            endLostLeases();
            Set<SiteName> sites = new TreeSet<>();
            shelf.units()
                    .filter(unit -> unit.due.isPresent() && unit.matches(Selection.due(now)))
                    .forEach(unit -> sites.add(unit.site));
            return sites;
        }
    }

    @Override
    public CompletionStage<Void> apply(Directive directive) {
        return promise(() -> {
            endLostLeases();
            if (directive instanceof Directive.Pause) {
                paused.add(directive.site());
            } else if (directive instanceof Directive.Resume) {
                paused.remove(directive.site());
            } else if (directive instanceof Directive.Hold hold) {
                shelf.unit(hold.id(), hold.site()).ifPresent(unit -> hold(unit, true));
            } else if (directive instanceof Directive.Release release) {
                shelf.unit(release.id(), release.site()).ifPresent(unit -> hold(unit, false));
            } else if (directive instanceof Directive.SetPriority set) {
                shelf.unit(set.id(), set.site()).ifPresent(unit -> unit.priority = set.priority());
            } else {
                throw new IllegalArgumentException("an unknown directive: " + directive);
            }
        });
    }

    private static void hold(MemoryUnit unit, boolean now) {
        unit.operatorHeld = now;
        unit.until = Optional.empty();
    }

    @Override
    public CompletionStage<Void> wake(Instant now) {
        Set<SiteName> sites = new TreeSet<>();
        return promise(() -> {
                    endLostLeases();
                    shelf.units()
                            .filter(unit ->
                                    unit.until.filter(end -> !end.isAfter(now)).isPresent())
                            .forEach(unit -> {
                                hold(unit, false);
                                sites.add(unit.site);
                            });
                })
                .thenRun(() -> sites.forEach(site -> listeners.forEach(listener -> listener.arrived(site))));
    }

    @Override
    public Set<SiteName> late(Instant now) {
        synchronized (lock) {
            endLostLeases();
            Set<SiteName> sites = new TreeSet<>();
            shelf.units().filter(unit -> unit.matches(Selection.late(now))).forEach(unit -> sites.add(unit.site));
            return sites;
        }
    }

    @Override
    public CompletionStage<Void> tellLate(Lease lease) {
        return promise(() -> {
            shelf.unit(lease.id(), lease.site()).ifPresent(unit -> unit.toldLate = true);
            giveBack(lease);
        });
    }

    @Override
    public List<Listed> list(Listing listing) {
        synchronized (lock) {
            endLostLeases();
            List<Listed> page = new ArrayList<>();
            for (MemoryMessage message : shelf.after(listing.after())) {
                if (page.size() >= listing.limit()) {
                    break;
                }
                message.units.values().stream()
                        .filter(unit -> listing.site().map(unit.site::equals).orElse(true))
                        .forEach(unit -> page.add(unit.listed()));
            }
            return page;
        }
    }

    @Override
    public void assign(Function<DomainName, Optional<SiteName>> newDirectory, Map<SiteName, QuotaLimit> newQuotas) {
        synchronized (lock) {
            endLostLeases();
            directory = newDirectory;
            quotas.set(newQuotas);
            shelf.reassign(this::siteOf);
        }
    }

    @Override
    public void onArrival(ArrivalListener listener) {
        listeners.add(listener);
    }

    @Override
    public void close() {
        completeHeld();
    }

    /** The unit of a lease that was not lost. */
    private Optional<MemoryUnit> held(Lease lease) {
        return shelf.unit(lease.id(), lease.site()).filter(unit -> unit.isLeasedBy(lease));
    }

    private void giveBack(Lease lease) {
        held(lease).ifPresent(unit -> shelf.unlease(unit, this::siteOf));
    }

    private Instant deadline() {
        return clock.instant().plusSeconds(LEASE_SECONDS);
    }

    /** Takes back the leases whose deadline has come; a unit that waited for it moves to its new site. */
    private void endLostLeases() {
        shelf.lapsed(clock.instant()).forEach(unit -> shelf.unlease(unit, this::siteOf));
    }

    private SiteName siteOf(Recipient recipient) {
        return recipient
                .address()
                .domain()
                .flatMap(directory)
                .orElse(recipient.outbound() ? SiteName.OUTBOUND : SiteName.UNASSIGNED);
    }

    /** Does something now and promises it, at once or when the test says so. */
    private CompletionStage<Void> promise(Runnable change) {
        Optional<QueueException> failure =
                disk.refusal().filter(refusal -> refusal.reason() == QueueException.Reason.FAILED);
        if (failure.isPresent()) {
            return CompletableFuture.failedStage(failure.get());
        }
        synchronized (lock) {
            change.run();
        }
        CompletableFuture<Void> stage = new CompletableFuture<>();
        disk.whenDurable(() -> stage.complete(null));
        return stage.minimalCompletionStage();
    }

    /** Where a draft finds out how its content fares. */
    MemoryDisk disk() {
        return disk;
    }

    /** A message of a draft is durable, if the disk took it: it shows from here on, and its sites hear of it. */
    void finish(MemoryMessage message, List<Reservation> given, CompletableFuture<Void> stage) {
        Optional<QueueException> refusal = disk.refusal();
        if (refusal.isPresent()) {
            given.forEach(Reservation::close);
            stage.completeExceptionally(refusal.get());
            return;
        }
        List<MemoryUnit> units;
        synchronized (lock) {
            message.divide(this::siteOf);
            message.units.values().forEach(this::holdIfLarge);
            shelf.put(message);
            given.forEach(Reservation::close);
            units = List.copyOf(message.units.values());
        }
        stage.complete(null);
        units.forEach(unit -> listeners.forEach(listener -> tell(listener, unit)));
    }

    private void holdIfLarge(MemoryUnit unit) {
        unit.operatorHeld = quotas.holds(unit);
        unit.until = unit.operatorHeld
                ? Optional.empty()
                : unit.message.envelope.wishes().release();
    }

    private static void tell(ArrivalListener listener, MemoryUnit unit) {
        listener.taken(unit.site, unit.message.size());
        if (unit.until.isPresent()) {
            return;
        }
        if (unit.operatorHeld) {
            listener.held(unit.message.id, unit.site, unit.message.envelope, Set.copyOf(unit.open));
        } else {
            listener.arrived(unit.site);
        }
    }
}
