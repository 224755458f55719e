package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of a site's released mail: claims page by page, hands loads to the session of each lane,
 * settles what is answered. It goes on while there is something to claim, and makes another pass when it
 * is asked to. With a fixed route or a relay there is one lane, and its failure is the site's: the flush
 * ends, and nothing is counted against the messages. With MX there is a lane a domain, and its failure
 * defers the mail for that domain. Thread-safe.
 */
final class Flush {
    private static final Logger LOG = LoggerFactory.getLogger(Flush.class);
    private static final int PAGE = 64;
    private static final int LOW = 16;
    private static final long PAGE_BYTES = 1024 * 1024;

    private final SiteName site;
    private final SiteRule rule;
    private final Workshop shop;
    private final Loading loading;
    private final Tally tally;
    private final PageOrder order;
    private final OnEnd onEnd;
    private final Map<Optional<DomainName>, Lane> lanes = new HashMap<>();
    private Optional<Set<DomainName>> domains;
    private boolean dueOnly;
    private Instant pass;
    private Optional<InetAddress> askedOn;
    private boolean claiming;
    private boolean exhausted;
    private boolean asked;
    private boolean again;
    private boolean over;
    private int settling;
    private Optional<String> failure = Optional.empty();

    /**
     * @param pass units tried at or after this instant are left alone
     */
    Flush(Trigger trigger, SiteRule rule, Workshop shop, Instant pass, OnEnd onEnd) {
        this.site = trigger.site();
        this.rule = rule;
        this.shop = shop;
        this.loading = new Loading(shop.queue(), rule.isByDomain());
        this.order = new PageOrder(rule.flush().order());
        this.onEnd = onEnd;
        this.pass = pass;
        this.domains = trigger.domains();
        this.askedOn = trigger.on();
        this.dueOnly = isBySchedule(trigger);
        this.tally = new Tally(
                site, trigger.cause() + " by " + trigger.by(), shop.clock().instant());
    }

    /** Told once when a flush is over. */
    interface OnEnd {
        /**
         * @param failure why the site could not be served to the end; empty if it was
         */
        void ended(Flush flush, Optional<String> failure);
    }

    FlushFigures figures() {
        return tally.figures(line(), shop.queue().summary(site));
    }

    private LineFigures line() {
        return sessions().stream().map(ReverseSession::figures).reduce(LineFigures.NONE, LineFigures::plus);
    }

    SiteName site() {
        return site;
    }

    /** Connects and claims, both at once: the site may be waiting on a line that costs by the second. */
    void start() {
        LOG.info("flush begins site={} for {}", site, figures().by());
        if (!rule.isByDomain() && !dueOnly) {
            open(lane(Optional.empty()));
        }
        more();
    }

    /** Widens the flush to what another trigger released; false if it is over. */
    synchronized boolean join(Trigger trigger) {
        if (over) {
            return false;
        }
        domains = union(trigger.domains());
        // A site that asks again may have come back on another link: what is opened from now on goes there.
        askedOn = trigger.on().or(() -> askedOn);
        dueOnly &= isBySchedule(trigger);
        again |= trigger.cause() != Trigger.Cause.ARRIVAL;
        ask();
        shop.workers().execute(this::more);
        return true;
    }

    /** There is more to claim than the claim that runs may see. */
    private synchronized void ask() {
        asked = true;
        exhausted = false;
    }

    /** Puts off the deadlines of all leases; a lost one ends the flush. */
    void renew() {
        List<Load> loads = new ArrayList<>();
        synchronized (this) {
            lanes.values().forEach(lane -> loads.addAll(lane.loads()));
        }
        List<Load> lost =
                loads.stream().filter(load -> !shop.queue().renew(load.lease())).toList();
        boolean answered;
        synchronized (this) {
            // What was answered meanwhile has no lease any more, and needs none.
            answered = lanes.values().stream()
                    .flatMap(lane -> lane.loads().stream())
                    .noneMatch(lost::contains);
        }
        if (!answered) {
            fail("a lease was lost");
        }
    }

    private static boolean isBySchedule(Trigger trigger) {
        return trigger.cause() == Trigger.Cause.RETRY || trigger.cause() == Trigger.Cause.ARRIVAL;
    }

    private Optional<Set<DomainName>> union(Optional<Set<DomainName>> other) {
        if (domains.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Set<DomainName> both = new HashSet<>(domains.get());
        both.addAll(other.get());
        return Optional.of(both);
    }

    /** Claims the next page where blocking is allowed, unless that is being done, or enough is ready. */
    private void more() {
        Selection selection;
        synchronized (this) {
            int ready = lanes.values().stream().mapToInt(Lane::waiting).sum();
            if (over || claiming || exhausted || ready > LOW) {
                return;
            }
            claiming = true;
            selection = selection();
        }
        shop.workers().execute(() -> claim(selection));
    }

    private Selection selection() {
        Selection all = dueOnly ? Selection.due(shop.clock().instant()) : Selection.released(pass);
        Selection once = all.notTriedSince(pass);
        Selection ordered = order.isSmallFirst(line().goodput()) ? once.smallerFirst() : once;
        return domains.map(ordered::within).orElse(ordered);
    }

    private void claim(Selection selection) {
        List<Lease> page = List.of();
        try {
            if (!shop.queue().summary(site).paused()) {
                page = shop.queue().claim(site, selection, PAGE, PAGE_BYTES);
            }
            page.forEach(this::load);
        } catch (RuntimeException e) {
            LOG.error("flush of {} cannot go on", site, e);
            fail("internal error");
            // Those that were loaded are given back already; a second time has no effect.
            page.forEach(shop.queue()::release);
        }
        claimed(page.isEmpty());
    }

    private void load(Lease lease) {
        try {
            loading.of(lease).forEach((domain, load) -> {
                Lane lane = lane(domain);
                add(lane, load);
                open(lane);
            });
        } catch (IOException e) {
            damaged(lease, e);
        }
    }

    /** Held before it is given back, or the next claim would meet it again. */
    private void damaged(Lease lease, IOException cause) {
        LOG.error("message {} is damaged and held back: {}", lease.id(), cause.getMessage());
        shop.queue()
                .apply(new Directive.Hold(lease.id(), site, "gateway: content damaged"))
                .whenComplete((durable, fault) -> {
                    shop.queue().release(lease);
                    if (fault != null) {
                        fail("the queue failed");
                    }
                });
    }

    private synchronized Lane lane(Optional<DomainName> domain) {
        return lanes.computeIfAbsent(domain, Lane::new);
    }

    private void add(Lane lane, Load load) {
        synchronized (this) {
            if (!over) {
                lane.add(load);
                return;
            }
        }
        giveBack(List.of(load));
    }

    private void claimed(boolean nothing) {
        List<ReverseSession> open = new ArrayList<>();
        synchronized (this) {
            claiming = false;
            if (nothing && asked) {
                asked = false;
                pass = again ? shop.clock().instant() : pass;
                again = false;
            } else {
                exhausted |= nothing;
            }
            lanes.values().forEach(lane -> lane.session().ifPresent(open::add));
        }
        more();
        open.forEach(ReverseSession::wake);
        endIfDone();
    }

    private void open(Lane lane) {
        synchronized (this) {
            if (over || !lane.mustOpen()) {
                return;
            }
        }
        shop.slots()
                .acquire(() -> shop.routes()
                        .resolve(rule.route(), lane.domain())
                        .thenAccept(resolution -> resolved(lane, resolution)));
    }

    private void resolved(Lane lane, Resolution resolution) {
        if (resolution instanceof Resolution.Found found) {
            LaneSupply supply = new LaneSupply(this, lane, rule, shop);
            connect(lane, shop.session(site, lane.domain(), rule, found.targets(), from(), supply));
        } else if (resolution instanceof Resolution.Nowhere nowhere) {
            closed(lane);
            settleAll(lane, Outcome.Kind.FAILED, nowhere.reply().toString());
        } else {
            failed(lane, ((Resolution.Unknown) resolution).reason());
        }
    }

    private synchronized Optional<InetAddress> from() {
        return rule.flush().from().address(askedOn);
    }

    private void connect(Lane lane, ReverseSession session) {
        boolean late;
        synchronized (this) {
            late = over;
            lane.opened(session);
        }
        if (late) {
            closed(lane);
        } else {
            session.open();
        }
    }

    /** A lane's end without an answer: of one of many it is the mail's, else the site's. */
    void failed(Lane lane, String reason) {
        closed(lane);
        if (rule.isByDomain()) {
            settleAll(lane, Outcome.Kind.DEFERRED, reason);
        } else {
            fail(reason);
        }
    }

    private void closed(Lane lane) {
        synchronized (this) {
            lane.closed();
        }
        shop.slots().release();
    }

    private void settleAll(Lane lane, Outcome.Kind kind, String reply) {
        List<Load> open;
        synchronized (this) {
            open = lane.clear();
        }
        Instant now = shop.clock().instant();
        for (Load load : open) {
            load.close();
            settle(
                    load,
                    load.parcel().recipients().stream()
                            .map(position -> Outcome.of(position, kind, now, reply))
                            .toList());
        }
        more();
        endIfDone();
    }

    void settle(Load load, List<Outcome> outcomes) {
        tally.add(load.size(), outcomes);
        load.share().through(outcomes).ifPresent(all -> record(load.lease(), all));
    }

    void record(Lease lease, List<Outcome> outcomes) {
        synchronized (this) {
            settling++;
        }
        shop.settling()
                .settle(lease, outcomes, shop.due(rule, lease))
                .whenComplete((durable, fault) -> settled(lease, outcomes, fault));
    }

    private void settled(Lease lease, List<Outcome> outcomes, Throwable fault) {
        synchronized (this) {
            settling--;
        }
        if (fault != null) {
            LOG.error("outcome of {} is not recorded: {}", lease.id(), fault.getMessage());
            shop.queue().release(lease);
            fail("the queue failed");
        } else if (outcomes.size() < lease.recipients().size()) {
            // Recipients were left for another session, and can be claimed from now on.
            ask();
            more();
        }
        endIfDone();
    }

    /** Ends the flush at once; what was not answered is open again. */
    void fail(String reason) {
        List<Load> open = new ArrayList<>();
        List<ReverseSession> sessions = new ArrayList<>();
        Optional<Load> suspect;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = Optional.of(reason);
            suspect = lanes.values().stream()
                    .flatMap(lane -> lane.head().stream())
                    .findFirst();
            for (Lane lane : lanes.values()) {
                open.addAll(lane.clear());
                lane.session().ifPresent(sessions::add);
            }
        }
        suspect.filter(load -> shop.suspects().isAgain(site, load.lease().id())).ifPresent(load -> {
            open.remove(load);
            putOff(load, reason);
        });
        giveBack(open);
        sessions.forEach(ReverseSession::cancel);
        end();
    }

    /** It ended two sessions in a row: the others shall not wait behind it. */
    private void putOff(Load load, String reason) {
        LOG.warn(
                "message {} was in flight at two failures in a row and is put off",
                load.lease().id());
        Instant now = shop.clock().instant();
        load.close();
        settle(
                load,
                load.parcel().recipients().stream()
                        .map(position -> Outcome.of(position, Outcome.Kind.DEFERRED, now, reason))
                        .toList());
    }

    private void giveBack(List<Load> open) {
        for (Load load : open) {
            load.close();
            load.share().through(List.of()).ifPresent(known -> giveBack(load.lease(), known));
        }
    }

    private void giveBack(Lease lease, List<Outcome> known) {
        if (known.isEmpty()) {
            shop.queue().release(lease);
        } else {
            record(lease, known);
        }
    }

    private void endIfDone() {
        synchronized (this) {
            boolean idle = lanes.values().stream().allMatch(lane -> lane.isIdle() && lane.isClosed());
            if (over || claiming || !exhausted || settling > 0 || !idle) {
                return;
            }
            over = true;
        }
        end();
    }

    private void end() {
        FlushFigures figures = figures();
        LOG.info(
                "flush ends site={} delivered={} deferred={} failed={} bytes={} {}",
                site,
                figures.delivered(),
                figures.deferred(),
                figures.failed(),
                figures.bytes(),
                failure.map(reason -> "because: " + reason).orElse("well"));
        onEnd.ended(this, failure);
    }

    /** The next load of a lane, and more behind it where they run low. */
    Optional<Load> next(Lane lane) {
        Optional<Load> load;
        synchronized (this) {
            load = over ? Optional.empty() : lane.next();
        }
        more();
        return load;
    }

    /** True if a lane has nothing, and will get nothing. */
    synchronized boolean isExhausted(Lane lane) {
        return over || exhausted && !claiming && lane.waiting() == 0;
    }

    /** False if the flush was ended before the answer came: the load is open again then. */
    synchronized boolean isAnswered(Lane lane, Load load) {
        return lane.answered(load);
    }

    /** The load goes to another session of this flush. */
    void again(Load load) {
        giveBack(List.of(load));
        ask();
    }

    /** A lane's session could not follow: all that it has not answered goes to another one, at a slower pace. */
    void retake(Lane lane) {
        synchronized (this) {
            lane.retake();
        }
        parted(lane);
    }

    /**
     * Has the sessions show that their lines live.
     *
     * @param dead run if one does not
     */
    void prove(Runnable dead) {
        sessions().forEach(session -> session.prove(dead));
    }

    /** The sessions that have not been connected yet. */
    Set<ReverseSession> connecting() {
        return sessions().stream().filter(session -> !session.isConnected()).collect(Collectors.toSet());
    }

    private synchronized List<ReverseSession> sessions() {
        return lanes.values().stream().flatMap(lane -> lane.session().stream()).toList();
    }

    /** A lane's session said goodbye; what came in meanwhile needs one of its own. */
    void parted(Lane lane) {
        closed(lane);
        boolean more;
        synchronized (this) {
            more = !over && !lane.isIdle();
        }
        if (more) {
            open(lane);
        }
        endIfDone();
    }
}
