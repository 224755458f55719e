package org.etrngateway.delivery;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Route;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.smtp.Capabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of a site's released mail: claims page by page, hands loads to the sessions of each lane,
 * settles what is answered. It goes on while there is something to claim, and makes another pass when it
 * is asked to. With a fixed route or a relay there is one lane, and its failure is the site's: the flush
 * ends, and nothing is counted against the messages. With MX there is a lane a domain, and its failure
 * defers the mail for that domain. Thread-safe.
 */
final class Flush implements LoadEnds.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Flush.class);

    private final Trigger trigger;
    private final SiteName site;
    private final SiteRule rule;
    private final Workshop shop;
    private final Loading loading;
    private final Tally tally;
    private final LoadEnds ends;
    private final Claiming claiming;
    private final Spending spending;
    private final Pages pages;
    private final Lanes lanes;
    private final OnEnd onEnd;
    private Optional<InetAddress> askedOn;
    private Optional<InetAddress> peer;
    private boolean over;
    private boolean stopped;
    private Optional<String> failure = Optional.empty();
    private Optional<String> spent = Optional.empty();

    /**
     * @param trigger what it begins for
     * @param pass units tried at or after this instant are left alone
     */
    Flush(Trigger trigger, SiteRule rule, Workshop shop, Instant pass, OnEnd onEnd) {
        this.trigger = trigger;
        this.site = trigger.site();
        this.rule = rule;
        this.shop = shop;
        this.loading = new Loading(shop.queue(), rule.isByDomain());
        this.spending = shop.budgets().of(trigger, rule, shop.clock());
        PageOrder order = new PageOrder(rule.flush().order(), spending.isLimited());
        this.claiming =
                new Claiming(trigger, order, rule.ordinary(), () -> shop.letsLargeGo(trigger.site(), rule), pass);
        this.pages = new Pages(site, shop.queue(), spending, claiming::ceiling);
        this.lanes = new Lanes(rule.flush().sessions());
        this.onEnd = onEnd;
        this.askedOn = trigger.on();
        this.peer = trigger.peer();
        this.tally = new Tally(
                site, trigger.cause() + " by " + trigger.by(), shop.clock().instant());
        this.ends = new LoadEnds(rule, shop, tally, this);
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

    /** Where the answers to its loads go. */
    LoadEnds ends() {
        return ends;
    }

    /** What it began for; others may have joined since. */
    Trigger trigger() {
        return trigger;
    }

    SiteName site() {
        return site;
    }

    /**
     * Connects and claims, both at once: the site may be waiting on a line that costs by the second. But not where
     * there may be nothing to send.
     */
    void start() {
        LOG.info("flush begins site={} for {}", site, figures().by());
        if (rule.isCalledAtOnce() && !claiming.isDueOnly() && !spending.isLimited()) {
            open(lane(Optional.empty()));
        }
        more();
    }

    /** Widens the flush to what another trigger released; false if it is over. */
    synchronized boolean join(Trigger trigger) {
        if (over) {
            return false;
        }
        claiming.join(trigger);
        // A site that asks again may have come back on another link: what is opened from now on goes there.
        askedOn = trigger.on().or(() -> askedOn);
        peer = trigger.peer().or(() -> peer);
        shop.workers().execute(this::more);
        return true;
    }

    /** There is more to claim than the claim that runs may see. */
    private synchronized void ask() {
        claiming.ask();
    }

    /** Puts off the deadlines of all leases; a lost one ends the flush. */
    void renew() {
        List<Load> loads;
        synchronized (this) {
            loads = lanes.loads();
        }
        List<Load> lost =
                loads.stream().filter(load -> !shop.queue().renew(load.lease())).toList();
        boolean answered;
        synchronized (this) {
            // What was answered meanwhile has no lease any more, and needs none.
            answered = lanes.loads().stream().noneMatch(lost::contains);
        }
        if (!answered) {
            fail("a lease was lost");
        }
    }

    /** Claims the next page where blocking is allowed, unless that is being done, or enough is ready. */
    private void more() {
        long left = spending.left();
        if (left == 0) {
            spend(spending.reason());
            return;
        }
        Selection selection;
        synchronized (this) {
            if (over || !claiming.isDue(lanes.waiting())) {
                return;
            }
            selection = claiming.begin(shop.clock().instant(), line().goodput(), left);
        }
        shop.workers().execute(() -> claim(selection, left));
    }

    /**
     * @param left octets that the budget leaves
     */
    private void claim(Selection selection, long left) {
        List<Lease> leases = List.of();
        try {
            Pages.Page page = pages.next(selection, left);
            leases = page.leases();
            leases.forEach(this::load);
            page.spent().ifPresent(this::spend);
        } catch (RuntimeException e) {
            LOG.error("flush of {} cannot go on", site, e);
            fail("internal error");
            // Those that were loaded are given back already; a second time has no effect.
            leases.forEach(shop.queue()::release);
        }
        claimed(leases.isEmpty());
    }

    /** A budget ends the flush: what is under way goes on to its end, the rest stays held. */
    private void spend(String reason) {
        end(reason, spending.left() == 0);
    }

    /** Ends the flush in order: what is under way goes on to its end, the rest stays held. */
    void stop(String reason) {
        synchronized (this) {
            stopped = spent.isEmpty();
        }
        end(reason, true);
        endIfDone();
    }

    /** True if it was {@linkplain #stop stopped}, and no budget ended it. */
    synchronized boolean isStopped() {
        return stopped;
    }

    /**
     * @param atOnce false if what was claimed goes, too
     */
    private void end(String reason, boolean atOnce) {
        List<Load> open = new ArrayList<>();
        synchronized (this) {
            if (over || spent.isPresent()) {
                return;
            }
            spent = Optional.of(reason);
            claiming.stop();
            if (atOnce) {
                open.addAll(lanes.clearReady());
            }
        }
        ends.giveBack(open);
        sessions().forEach(ReverseSession::wake);
    }

    /** Why it ends before all has gone, in order, if it does. */
    synchronized Optional<String> spent() {
        return spent;
    }

    /** True if no message may begin any more. */
    synchronized boolean isSpent() {
        return spent.isPresent() || spending.left() == 0;
    }

    /** What its sessions spend. */
    Spending spending() {
        return spending;
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
        return lanes.of(domain);
    }

    private void add(Lane lane, Load load) {
        synchronized (this) {
            if (!over && spent.isEmpty()) {
                lane.add(load);
                return;
            }
        }
        ends.giveBack(List.of(load));
    }

    private void claimed(boolean nothing) {
        synchronized (this) {
            claiming.ended(nothing, shop.clock().instant());
        }
        more();
        sessions().forEach(ReverseSession::wake);
        endIfDone();
    }

    /** Opens the session that a lane wants, if it does: the first when there is a slot, more only if there is one now. */
    private void open(Lane lane) {
        LaneSupply seat = new LaneSupply(this, lane, rule, shop);
        boolean first;
        synchronized (this) {
            first = lane.isClosed();
            boolean wanted = !over && lane.wantsSession() && !(spent.isPresent() && lane.isIdle());
            if (!wanted || !first && !shop.slots().tryAcquire()) {
                return;
            }
            lane.take(seat);
        }
        Runnable resolve = () -> shop.routes()
                .resolve(rule.route(), lane.domain(), peer())
                .thenAccept(resolution -> resolved(lane, seat, resolution));
        if (first) {
            shop.slots().acquire(resolve);
        } else {
            resolve.run();
        }
    }

    private void resolved(Lane lane, LaneSupply seat, Resolution resolution) {
        if (resolution instanceof Resolution.Found found) {
            connect(lane, seat, shop.session(site, lane.domain(), rule, found.targets(), from(), seat));
        } else if (hasOthers(lane, seat)) {
            closed(lane, seat);
        } else if (resolution instanceof Resolution.Nowhere nowhere) {
            closed(lane, seat);
            settleAll(lane, Outcome.Kind.FAILED, nowhere.reply().toString());
        } else {
            failed(lane, seat, ((Resolution.Unknown) resolution).reason());
        }
    }

    /** True if a trigger came from where its sessions are not. */
    synchronized boolean isElsewhere(Trigger asked) {
        return rule.route() instanceof Route.Peer
                && asked.peer()
                        .filter(address -> !peer.equals(Optional.of(address)))
                        .isPresent();
    }

    private synchronized Optional<InetAddress> peer() {
        return peer;
    }

    private synchronized Optional<InetAddress> from() {
        return rule.flush().from().address(askedOn);
    }

    private void connect(Lane lane, LaneSupply seat, ReverseSession session) {
        boolean late;
        synchronized (this) {
            late = over;
            lane.opened(seat, session);
        }
        if (late) {
            closed(lane, seat);
        } else {
            session.open();
        }
    }

    /** A lane's end without an answer: of one of many it is the mail's, else the site's. */
    void failed(Lane lane, LaneSupply seat, String reason) {
        closed(lane, seat);
        if (rule.isByDomain()) {
            settleAll(lane, Outcome.Kind.DEFERRED, reason);
        } else {
            fail(reason);
        }
    }

    private void closed(Lane lane, LaneSupply seat) {
        synchronized (this) {
            lane.closed(seat);
        }
        shop.slots().release();
    }

    private void settleAll(Lane lane, Outcome.Kind kind, String reply) {
        List<Load> open;
        synchronized (this) {
            open = lane.clear();
        }
        open.forEach(load -> ends.settle(load, kind, reply));
        more();
        endIfDone();
    }

    @Override
    public void recorded(boolean left) {
        if (left) {
            ask();
            more();
        }
        endIfDone();
    }

    @Override
    public void notRecorded() {
        fail("the queue failed");
        endIfDone();
    }

    /** Ends the flush at once; what was not answered is open again. */
    void fail(String reason) {
        List<Load> open;
        List<ReverseSession> sessions;
        Optional<Load> suspect;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = Optional.of(reason);
            suspect = lanes.head();
            open = lanes.clear();
            sessions = lanes.sessions();
        }
        suspect.filter(this::isSuspect).ifPresent(load -> {
            open.remove(load);
            ends.putOff(
                    load, shop.suspects().doesNotFit(site, load.lease().id()).orElse(reason));
        });
        ends.giveBack(open);
        sessions.forEach(ReverseSession::cancel);
        end();
    }

    /** True if it was in flight at the last failure, too, and is none of which each connection brings more. */
    private boolean isSuspect(Load load) {
        boolean again = shop.suspects().isAgain(site, load.lease().id());
        return again && !shop.continuations().getsOn(load.parcel());
    }

    private void endIfDone() {
        synchronized (this) {
            if (over || !claiming.isExhausted() || ends.isPending() || !lanes.areDone()) {
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
                failure.or(this::spent).map(reason -> "because: " + reason).orElse("well"));
        onEnd.ended(this, failure);
    }

    /** A lane's session may send: without CHUNKING each message waits for the one before it, so others help. */
    void ready(Lane lane, Capabilities server) {
        int wanted = 0;
        synchronized (this) {
            if (!server.chunking()) {
                lane.growth().hurry();
                wanted = lane.growth().wanted();
            }
        }
        for (int session = 1; session < wanted; session++) {
            open(lane);
        }
    }

    /** The next load of a lane, and more behind it where they run low. */
    Optional<Load> next(Lane lane, LaneSupply seat) {
        Optional<Load> load;
        List<Load> unfit = List.of();
        synchronized (this) {
            long left = spending.left();
            load = over || lane.isLeaving(seat) ? Optional.empty() : lane.next(seat, left, rule.ordinary());
            load.ifPresent(given -> spending.begin(given.size()));
            if (load.isEmpty() && lane.waitsForMore(left)) {
                // Smaller ones may wait in the queue.
                unfit = lane.clearReady();
                claiming.ask();
            }
        }
        ends.giveBack(unfit);
        more();
        return load;
    }

    /** True if a session gets nothing any more. */
    synchronized boolean isExhausted(Lane lane, LaneSupply seat) {
        return over || lane.isLeaving(seat) || claiming.isExhausted() && lane.waiting() == 0;
    }

    /** False if the flush was ended before the answer came: the load is open again then. */
    boolean isAnswered(Lane lane, LaneSupply seat, Load load) {
        boolean ours;
        boolean others = load.size() > rule.ordinary();
        synchronized (this) {
            ours = lane.answered(seat, load);
            if (ours) {
                Duration roundTrip = line().roundTrip().orElse(Duration.ZERO);
                lane.growth().answered(shop.clock().instant(), load.size(), lane.staying(), roundTrip);
                others |= lane.retireOne();
            }
        }
        if (ours) {
            open(lane);
        }
        if (others) {
            sessions().forEach(ReverseSession::wake);
        }
        return ours;
    }

    /** True if a lane has sessions besides this one that go on. */
    synchronized boolean hasOthers(Lane lane, LaneSupply seat) {
        return lane.others(seat) > 0;
    }

    /** Of several sessions that have nothing to do one stays: true if it is not this one. */
    synchronized boolean leavesToOthers(Lane lane, LaneSupply seat) {
        if (lane.hasReadyOther(seat)) {
            lane.leave(seat);
        }
        return lane.isLeaving(seat);
    }

    /**
     * One of several sessions of a lane failed: the others take over what it had, and no other is opened in its place,
     * for it may be that the server takes no more.
     *
     * @return false if there are no others: the lane has failed
     */
    boolean goesOnWithout(Lane lane, LaneSupply seat, String reason) {
        Optional<Load> suspect;
        synchronized (this) {
            int others = lane.others(seat);
            if (over || others == 0) {
                return false;
            }
            suspect = lane.head(seat)
                    .filter(head -> shop.suspects().isAgain(site, head.lease().id()));
            suspect.ifPresent(load -> lane.answered(seat, load));
            lane.retake(seat);
            lane.growth().refused(others);
        }
        LOG.info("site={} one of its sessions ended, the others go on: {}", site, reason);
        suspect.ifPresent(load -> ends.putOff(load, reason));
        closed(lane, seat);
        sessions().forEach(ReverseSession::wake);
        endIfDone();
        return true;
    }

    /** The load goes to another session of this flush. */
    void again(Load load) {
        ends.giveBack(List.of(load));
        ask();
        more();
    }

    /** A lane's session could not follow: all that it has not answered goes to another one, at a slower pace. */
    void retake(Lane lane, LaneSupply seat) {
        synchronized (this) {
            lane.retake(seat);
        }
        parted(lane, seat);
    }

    /**
     * Has the sessions that are connected show that their lines live; where there are none, nothing speaks against it.
     *
     * @param lives told of each whether it does; on whatever thread
     */
    void prove(Consumer<Boolean> lives) {
        List<ReverseSession> now = sessions();
        if (now.isEmpty()) {
            lives.accept(true);
        }
        now.forEach(session -> session.prove(lives));
    }

    /** The sessions that have not been connected yet. */
    Set<ReverseSession> connecting() {
        return sessions().stream().filter(session -> !session.isConnected()).collect(Collectors.toSet());
    }

    private synchronized List<ReverseSession> sessions() {
        return lanes.sessions();
    }

    /** A lane's session said goodbye; what came in meanwhile needs one of its own. */
    void parted(Lane lane, LaneSupply seat) {
        closed(lane, seat);
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
