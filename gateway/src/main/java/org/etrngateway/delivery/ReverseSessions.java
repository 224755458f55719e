package org.etrngateway.delivery;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Outcome;
import org.etrngateway.smtp.Capabilities;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reverse sessions of a flush: opens those that its lanes want, gives each its loads, and has the others take over
 * what one of them leaves. With a fixed route or a relay there is one lane, and its failure is the site's: the flush
 * ends, and nothing is counted against the messages. With MX there is a lane a domain, and its failure defers the mail
 * for that domain. Thread-safe; the lock is taken within those of the flush and its {@link Claiming}, never around
 * them.
 */
final class ReverseSessions {
    private static final Logger LOG = LoggerFactory.getLogger(ReverseSessions.class);
    private static final Duration CONNECT_PATIENCE = Duration.ofSeconds(2);

    private final Flush flush;
    private final SiteRule rule;
    private final Workshop shop;
    private final Whereabouts whereabouts;
    private final Lanes lanes;
    private boolean ending;
    private boolean over;

    ReverseSessions(Flush flush, SiteRule rule, Workshop shop, Whereabouts whereabouts) {
        this.flush = flush;
        this.rule = rule;
        this.shop = shop;
        this.whereabouts = whereabouts;
        this.lanes = new Lanes(rule.flush().sessions());
    }

    /** Opens the first session of the one lane, before there is a load for it. */
    void open() {
        open(lane(Optional.empty()));
    }

    private synchronized Lane lane(Optional<DomainName> domain) {
        return lanes.of(domain);
    }

    /** A load for the server of a domain, or of all; given back if no message may begin any more. */
    void add(Optional<DomainName> domain, Load load) {
        Lane lane;
        boolean taken;
        synchronized (this) {
            lane = lanes.of(domain);
            taken = !over && !ending;
            if (taken) {
                lane.add(load);
            }
        }
        if (!taken) {
            flush.ends().giveBack(List.of(load));
        }
        open(lane);
    }

    /** Opens the session that a lane wants, if it does: the first when there is a slot, more only if there is one now. */
    private void open(Lane lane) {
        LaneSupply seat;
        boolean first;
        synchronized (this) {
            first = lane.isClosed();
            boolean wanted = !over && lane.wantsSession() && !(ending && lane.isIdle());
            if (!wanted || !first && !shop.slots().tryAcquire()) {
                return;
            }
            seat = new LaneSupply(flush, this, lane, rule, shop);
            lane.take(seat);
        }
        Runnable resolve = () -> shop.routes()
                .resolve(rule.route(), lane.domain(), whereabouts.peer())
                .thenAccept(resolution -> resolved(seat, resolution));
        if (first) {
            shop.slots().acquire(resolve);
        } else {
            resolve.run();
        }
    }

    private void resolved(LaneSupply seat, Resolution resolution) {
        if (resolution instanceof Resolution.Found found) {
            Optional<InetAddress> from = rule.flush().from().address(whereabouts.on());
            connect(seat, shop.session(flush.site(), seat.lane().domain(), rule, found.targets(), from, seat));
        } else if (hasOthers(seat)) {
            closed(seat);
        } else if (resolution instanceof Resolution.Nowhere nowhere) {
            closed(seat);
            settleAll(seat.lane(), Outcome.Kind.FAILED, nowhere.reply().toString());
        } else {
            failed(seat, ((Resolution.Unknown) resolution).reason());
        }
    }

    private void connect(LaneSupply seat, ReverseSession session) {
        boolean late;
        synchronized (this) {
            late = over;
            seat.lane().opened(seat, session);
        }
        if (late) {
            closed(seat);
        } else {
            session.open();
        }
    }

    private void closed(LaneSupply seat) {
        synchronized (this) {
            seat.lane().closed(seat);
        }
        shop.slots().release();
    }

    /** A lane's end without an answer: of one of many it is the mail's, else the site's. */
    void failed(LaneSupply seat, String reason) {
        closed(seat);
        if (rule.isByDomain()) {
            settleAll(seat.lane(), Outcome.Kind.DEFERRED, reason);
        } else {
            flush.fail(reason);
        }
    }

    private void settleAll(Lane lane, Outcome.Kind kind, String reply) {
        List<Load> open;
        synchronized (this) {
            open = lane.clear();
        }
        open.forEach(load -> flush.ends().settle(load, kind, reply));
        flush.claiming().more();
        flush.endIfDone();
    }

    /** One may send: without CHUNKING each message waits for the one before it, so others help. */
    void ready(LaneSupply seat, Capabilities server) {
        Lane lane = seat.lane();
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

    /** The next load for one of them, and more behind it where they run low. */
    Optional<Load> next(LaneSupply seat) {
        Lane lane = seat.lane();
        Spending spending = flush.spending();
        Optional<Load> load;
        List<Load> unfit = List.of();
        synchronized (this) {
            long left = spending.left();
            load = over || lane.isLeaving(seat) ? Optional.empty() : lane.next(seat, left, rule.ordinary());
            load.ifPresent(given -> spending.begin(given.size()));
            if (load.isEmpty() && lane.waitsForMore(left)) {
                unfit = lane.clearReady();
            }
        }
        if (!unfit.isEmpty()) {
            // Smaller ones may wait in the queue.
            flush.claiming().ask();
            flush.ends().giveBack(unfit);
        }
        flush.claiming().more();
        return load;
    }

    /** True if a session gets nothing any more. */
    boolean isExhausted(LaneSupply seat) {
        // Asked first: what is claimed meanwhile is seen to wait then.
        boolean claimed = flush.claiming().isExhausted();
        synchronized (this) {
            return over || seat.lane().isLeaving(seat) || claimed && seat.lane().waiting() == 0;
        }
    }

    /** False if the flush was ended before the answer came: the load is open again then. */
    boolean isAnswered(LaneSupply seat, Load load) {
        Lane lane = seat.lane();
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
            wake();
        }
        return ours;
    }

    /** True if the lane of a session has others that go on. */
    synchronized boolean hasOthers(LaneSupply seat) {
        return seat.lane().others(seat) > 0;
    }

    /** Of several that have nothing to do one stays: true if it is not this one. */
    synchronized boolean leavesToOthers(LaneSupply seat) {
        Lane lane = seat.lane();
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
    boolean goOnWithout(LaneSupply seat, String reason) {
        Lane lane = seat.lane();
        Optional<Load> suspect;
        synchronized (this) {
            int others = lane.others(seat);
            if (over || others == 0) {
                return false;
            }
            suspect = lane.head(seat)
                    .filter(head ->
                            shop.suspects().isAgain(flush.site(), head.lease().id()));
            suspect.ifPresent(load -> lane.answered(seat, load));
            lane.retake(seat);
            lane.growth().refused(others);
        }
        LOG.info("site={} one of its sessions ended, the others go on: {}", flush.site(), reason);
        suspect.ifPresent(load -> flush.ends().putOff(load, reason));
        closed(seat);
        wake();
        flush.endIfDone();
        return true;
    }

    /** One could not follow: all that it has not answered goes to another one, at a slower pace. */
    void retake(LaneSupply seat) {
        synchronized (this) {
            seat.lane().retake(seat);
        }
        parted(seat);
    }

    /** One said goodbye; what came in meanwhile needs one of its own. */
    void parted(LaneSupply seat) {
        closed(seat);
        boolean more;
        synchronized (this) {
            more = !over && !seat.lane().isIdle();
        }
        if (more) {
            open(seat.lane());
        }
        flush.endIfDone();
    }

    /**
     * No load is added any more, and no session is opened for none.
     *
     * @param atOnce true: those that no session was given do not go either
     * @return these
     */
    synchronized List<Load> end(boolean atOnce) {
        ending = true;
        return atOnce ? lanes.clearReady() : List.of();
    }

    /** True if the last messages go. */
    synchronized boolean isEnding() {
        return ending;
    }

    /**
     * What was open at the end, taken out.
     *
     * @param first which of all a server was given first
     */
    record Remains(Optional<Load> first, List<Load> all) {}

    /** Nothing goes any more, and no answer counts. */
    synchronized Remains close() {
        over = true;
        return new Remains(lanes.head(), lanes.clear());
    }

    void cancel() {
        sessions().forEach(ReverseSession::cancel);
    }

    /** There may be loads, or the last is through. */
    void wake() {
        sessions().forEach(ReverseSession::wake);
    }

    /**
     * Finds out whether they get on: the lines of those that are connected are to show that they live, the others are
     * to be connected soon. Where there are none, nothing speaks against it.
     *
     * @param lives told so of each, on whatever thread
     */
    void prove(Consumer<Boolean> lives) {
        List<ReverseSession> now = sessions();
        if (now.isEmpty()) {
            lives.accept(true);
        }
        now.forEach(session -> session.prove(lives));
        Set<ReverseSession> connecting = connecting();
        if (!connecting.isEmpty()) {
            ScheduledFuture<?> unused = shop.workers()
                    .schedule(
                            () -> lives.accept(connecting().stream().noneMatch(connecting::contains)),
                            CONNECT_PATIENCE.toMillis(),
                            TimeUnit.MILLISECONDS);
        }
    }

    private Set<ReverseSession> connecting() {
        return sessions().stream().filter(session -> !session.isConnected()).collect(Collectors.toSet());
    }

    /** How their lines are, taken together. */
    LineFigures line() {
        return sessions().stream().map(ReverseSession::figures).reduce(LineFigures.NONE, LineFigures::plus);
    }

    private synchronized List<ReverseSession> sessions() {
        return lanes.sessions();
    }

    /** Loads that wait for one. */
    synchronized int waiting() {
        return lanes.waiting();
    }

    /** All loads that are open. */
    synchronized List<Load> loads() {
        return lanes.loads();
    }

    /** True if no load is open, and no session. */
    synchronized boolean areDone() {
        return lanes.areDone();
    }
}
