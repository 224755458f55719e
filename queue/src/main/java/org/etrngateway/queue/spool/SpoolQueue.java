package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.TransactionName;
import org.etrngateway.queue.index.Unit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The mail queue on a spool: a log that is the truth, memory that answers, an index that can be rebuilt. */
public final class SpoolQueue implements MailQueue {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolQueue.class);

    private static final Selection ALL = Selection.released(Instant.MAX);

    private final OpenSpool open;
    private final Spool spool;
    private final Claims claims;
    private final Settlement settlement;
    private final Orders orders;
    private final Listings listings;
    private final Reception reception;
    private final Assignment assignment;

    private SpoolQueue(OpenSpool open) {
        this.open = open;
        this.spool = open.parts();
        this.claims = new Claims(spool.holdings(), spool.feed());
        this.settlement = new Settlement(spool);
        this.orders = new Orders(spool);
        this.listings = new Listings(spool);
        this.reception = new Reception(spool);
        this.assignment = new Assignment(spool);
    }

    /**
     * Opens a spool, or makes it; recovers what a crash left.
     *
     * @param directory which site a domain is of
     * @param quotas of sites that have one
     * @param onFault called once if the disk fails: the process must end
     * @throws SpoolException if it cannot be opened, with the folder and the reason
     */
    public static SpoolQueue open(
            SpoolSettings settings,
            Function<DomainName, Optional<SiteName>> directory,
            Map<SiteName, QuotaLimit> quotas,
            Clock clock,
            Runnable onFault) {
        return open(new RealDisk(), settings, new Directory(directory), new Holdings(quotas, clock), clock, onFault);
    }

    static SpoolQueue open(
            Disk disk, SpoolSettings settings, Directory directory, Holdings holdings, Clock clock, Runnable onFault) {
        return new SpoolQueue(OpenSpool.open(disk, settings, directory, holdings, clock, onFault));
    }

    @Override
    public Acceptance acceptance() {
        return reception.acceptance();
    }

    @Override
    public Optional<Reservation> reserve(SiteName site, long bytes) {
        return reception.reserve(site, bytes);
    }

    @Override
    public Draft draft(Envelope envelope, List<Reservation> reservations) {
        return reception.draft(envelope, reservations);
    }

    @Override
    public CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost) {
        return spool.transactions().takeUp(name, lost, reception);
    }

    @Override
    public void onArrival(ArrivalListener listener) {
        reception.listen(listener);
    }

    @Override
    public SiteSummary summary(SiteName site) {
        return spool.holdings().summary(site);
    }

    @Override
    public Map<SiteName, SiteSummary> summaries() {
        return spool.holdings().summaries();
    }

    @Override
    public List<Lease> claim(SiteName site, Selection selection, int maxMessages, long maxBytes) {
        assignment.resume();
        List<Lease> leases = new ArrayList<>();
        // Leased until there is a page, so that none of them is picked again for it.
        List<Claims.Picked> unfit = new ArrayList<>();
        boolean more = true;
        while (more && leases.isEmpty()) {
            List<Claims.Picked> page = claims.pick(site, selection, maxMessages, maxBytes);
            for (Claims.Picked picked : page) {
                lease(picked, selection).ifPresentOrElse(leases::add, () -> unfit.add(picked));
            }
            more = !page.isEmpty();
        }
        unfit.forEach(picked -> spool.holdings().unlease(UnitKey.of(picked.unit()), picked.epoch()));
        return leases;
    }

    @Override
    public Optional<Lease> claim(SiteName site, MessageId id) {
        assignment.resume();
        Optional<Claims.Picked> picked = claims.pick(new UnitKey(id.value(), site));
        Optional<Lease> lease = picked.flatMap(it -> lease(it, ALL));
        if (lease.isEmpty()) {
            picked.ifPresent(it -> spool.holdings().unlease(UnitKey.of(it.unit()), it.epoch()));
        }
        return lease;
    }

    @Override
    public Optional<Lease> look(SiteName site, MessageId id) {
        return spool.current(new UnitKey(id.value(), site)).flatMap(unit -> lease(new Claims.Picked(unit, 0), ALL));
    }

    /** Empty if nothing of the unit can be delivered: a unit's domains are those of all its recipients. */
    private Optional<Lease> lease(Claims.Picked picked, Selection selection) {
        Unit unit = picked.unit();
        MessageId id = new MessageId(unit.id());
        try {
            Envelope envelope = spool.message(unit).envelope();
            List<Integer> open = unit.recipients().stream()
                    .filter(position -> !unit.course().done().contains(position))
                    .filter(position -> within(selection, envelope, position))
                    .sorted()
                    .collect(Collectors.toList());
            return Optional.of(new Lease(
                            id,
                            unit.site(),
                            envelope,
                            open,
                            unit.stored().size(),
                            unit.course().attempts(),
                            picked.epoch()))
                    .filter(lease -> !lease.recipients().isEmpty());
        } catch (IOException e) {
            setAside(unit, e);
            return Optional.empty();
        }
    }

    /** What cannot be read cannot be delivered: it is held back, where an operator sees it, and holds up nobody. */
    private void setAside(Unit unit, IOException cause) {
        if (!unit.course().held()) {
            LOG.error(
                    "message {} for {} cannot be read and is held back: {}",
                    new MessageId(unit.id()),
                    unit.site(),
                    cause.getMessage());
            spool.change(UnitKey.of(unit), now -> now.with(now.course().withHeld(true)));
        }
    }

    private static boolean within(Selection selection, Envelope envelope, int position) {
        Optional<DomainName> domain =
                envelope.recipients().get(position).address().domain();
        return selection
                .domains()
                .map(only -> domain.filter(only::contains).isPresent())
                .orElse(true);
    }

    @Override
    public Content content(Lease lease) throws IOException {
        UnitKey key = new UnitKey(lease.id().value(), lease.site());
        Unit unit = spool.current(key)
                .orElseThrow(() -> new IOException("message " + lease.id() + " is not held for " + lease.site()));
        return spool.read(unit, this::content);
    }

    private Content content(Unit unit) throws IOException {
        Segment segment = spool.segments().get(unit.stored().segment());
        Frame frame = spool.segments().frame(Place.of(unit));
        return SpoolContent.open(segment, frame, MessageRecord.decode(frame.octets()), spool.files());
    }

    @Override
    public boolean renew(Lease lease) {
        return spool.holdings().renew(new UnitKey(lease.id().value(), lease.site()), lease.epoch());
    }

    @Override
    public CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Instant due) {
        return settlement.settle(lease, outcomes, due);
    }

    @Override
    public void release(Lease lease) {
        spool.holdings().unlease(new UnitKey(lease.id().value(), lease.site()), lease.epoch());
    }

    @Override
    public Set<SiteName> due(Instant now) {
        return listings.due(now);
    }

    @Override
    public Set<SiteName> late(Instant now) {
        return listings.late(now);
    }

    @Override
    public CompletionStage<Void> tellLate(Lease lease) {
        return orders.late(lease.id(), lease.site()).whenComplete((done, fault) -> release(lease));
    }

    @Override
    public CompletionStage<Void> wake(Instant now) {
        List<CompletableFuture<Void>> awake = new ArrayList<>();
        Set<SiteName> sites = new TreeSet<>();
        for (Unit unit : listings.rested(now)) {
            awake.add(orders.wake(unit));
            sites.add(unit.site());
        }
        return CompletableFuture.allOf(awake.toArray(CompletableFuture<?>[]::new))
                .thenRun(() -> sites.forEach(reception::tell));
    }

    @Override
    public CompletionStage<Void> apply(Directive directive) {
        return orders.apply(directive);
    }

    @Override
    public int behind() {
        return spool.holdings().behind();
    }

    @Override
    public List<Listed> list(Listing listing) {
        return listings.list(listing);
    }

    @Override
    public void assign(Function<DomainName, Optional<SiteName>> directory, Map<SiteName, QuotaLimit> quotas) {
        spool.holdings().quotas(quotas);
        assignment.enforce(new Directory(directory));
    }

    @Override
    public void close() {
        open.close();
    }
}
