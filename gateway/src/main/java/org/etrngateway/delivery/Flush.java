package org.etrngateway.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.session.Parcel;
import org.etrngateway.session.SessionEnd;
import org.etrngateway.smtp.Reply;
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
    private final Tally tally;
    private final OnEnd onEnd;
    private final Map<Optional<DomainName>, Lane> lanes = new HashMap<>();
    private Optional<Set<DomainName>> domains;
    private boolean dueOnly;
    private Instant pass;
    private boolean claiming;
    private boolean exhausted;
    private boolean asked;
    private boolean again;
    private boolean over;
    private int settling;
    private Optional<String> failure = Optional.empty();

    Flush(Trigger trigger, SiteRule rule, Workshop shop, OnEnd onEnd) {
        this.site = trigger.site();
        this.rule = rule;
        this.shop = shop;
        this.onEnd = onEnd;
        this.pass = shop.clock().instant();
        this.domains = trigger.domains();
        this.dueOnly = isBySchedule(trigger);
        this.tally = new Tally(site, trigger.cause() + " by " + trigger.by(), pass);
    }

    /** Told once when a flush is over. */
    interface OnEnd {
        /**
         * @param failure why the site could not be served to the end; empty if it was
         */
        void ended(Flush flush, Optional<String> failure);
    }

    FlushFigures figures() {
        return tally.figures();
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

    /** Ends the flush at once; what was not answered is open again. */
    void cancel(String reason) {
        fail(reason);
    }

    /** Puts off the deadlines of all leases; a lost one ends the flush. */
    void renew() {
        List<Load> loads = new ArrayList<>();
        synchronized (this) {
            lanes.values().forEach(lane -> loads.addAll(lane.loads()));
        }
        if (!loads.stream().allMatch(load -> shop.queue().renew(load.lease()))) {
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
        Selection once = new Selection(pass, all.dueBy(), Optional.empty(), Optional.empty());
        return domains.map(once::within).orElse(once);
    }

    private void claim(Selection selection) {
        List<Lease> page = List.of();
        try {
            if (!shop.queue().summary(site).paused()) {
                page = shop.queue().claim(site, selection, PAGE, PAGE_BYTES);
            }
            for (Lease lease : page) {
                load(lease);
            }
        } catch (RuntimeException e) {
            LOG.error("flush of {} cannot go on", site, e);
            fail("internal error");
        }
        claimed(page.isEmpty());
    }

    private void load(Lease lease) {
        List<Integer> recipients = lease.recipients();
        Optional<DomainName> domain = Optional.empty();
        if (rule.isByDomain()) {
            domain = domain(lease, recipients.get(0));
            Optional<DomainName> first = domain;
            recipients = recipients.stream()
                    .filter(p -> domain(lease, p).equals(first))
                    .toList();
        }
        try {
            Load load = Load.of(lease, recipients, shop.queue().content(lease));
            Lane lane = lane(domain);
            add(lane, load);
            open(lane);
        } catch (IOException e) {
            LOG.error("message {} is damaged and held back: {}", lease.id(), e.getMessage());
            shop.queue().release(lease);
            shop.queue().apply(new Directive.Hold(lease.id(), site, "gateway: content damaged"));
        }
    }

    private static Optional<DomainName> domain(Lease lease, int recipient) {
        return lease.envelope().recipients().get(recipient).address().domain();
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
            connect(lane, shop.session(rule, found.targets(), new LaneSupply(lane)));
        } else if (resolution instanceof Resolution.Nowhere nowhere) {
            closed(lane);
            settleAll(lane, Outcome.Kind.FAILED, nowhere.reply().toString());
        } else {
            failed(lane, ((Resolution.Unknown) resolution).reason());
        }
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
    private void failed(Lane lane, String reason) {
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

    private void settle(Load load, List<Outcome> outcomes) {
        Lease lease = load.lease();
        tally.add(load.size(), outcomes);
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
            // Recipients in other domains were left out, and can be claimed from now on.
            ask();
            more();
        }
        endIfDone();
    }

    private void fail(String reason) {
        List<Load> open = new ArrayList<>();
        List<ReverseSession> sessions = new ArrayList<>();
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = Optional.of(reason);
            for (Lane lane : lanes.values()) {
                open.addAll(lane.clear());
                lane.session().ifPresent(sessions::add);
            }
        }
        giveBack(open);
        sessions.forEach(ReverseSession::cancel);
        end();
    }

    private void giveBack(List<Load> open) {
        for (Load load : open) {
            load.close();
            shop.queue().release(load.lease());
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

    /** What the session of a lane sees of the flush. */
    private final class LaneSupply implements Supply {
        private final Lane lane;
        private boolean hasTaken;
        private boolean spent;

        LaneSupply(Lane lane) {
            this.lane = lane;
        }

        @Override
        public Optional<Load> next() {
            Optional<Load> load;
            synchronized (Flush.this) {
                load = over || spent ? Optional.empty() : lane.next();
            }
            more();
            return load;
        }

        @Override
        public boolean isExhausted() {
            synchronized (Flush.this) {
                return over || spent || exhausted && !claiming && lane.waiting() == 0;
            }
        }

        @Override
        public Load load(Parcel parcel) {
            synchronized (Flush.this) {
                return lane.outstanding(parcel.lease().id());
            }
        }

        @Override
        public void answered(Load load, Map<Integer, Reply> replies) {
            Optional<Reply> siteFailure = replies.values().stream()
                    .filter(reply -> FailureScope.of(reply) == FailureScope.SITE)
                    .findFirst();
            if (siteFailure.isPresent() && !rule.isByDomain()) {
                settleKnown(load, replies);
                fail(siteFailure.get().toString());
                return;
            }
            synchronized (Flush.this) {
                lane.answered(load);
            }
            load.close();
            Map<Integer, Reply> now = forThisSession(replies);
            if (now.isEmpty()) {
                shop.queue().release(load.lease());
                ask();
            } else {
                hasTaken = true;
                settle(load, outcomes(now));
                shop.progress(site);
            }
        }

        /**
         * The replies without those that ask for another session or transaction. A server that says so to
         * the first message of a session would say it for ever: from it, it is a refusal like any other.
         */
        private Map<Integer, Reply> forThisSession(Map<Integer, Reply> replies) {
            Map<Integer, Reply> rest = new HashMap<>(replies);
            rest.values().removeIf(reply -> FailureScope.of(reply) == FailureScope.SESSION);
            spent |= rest.isEmpty() && hasTaken;
            return rest.isEmpty() && !hasTaken ? replies : rest;
        }

        /** The site fails in the midst of a message: what it said about single recipients before holds. */
        private void settleKnown(Load load, Map<Integer, Reply> replies) {
            Map<Integer, Reply> known = new HashMap<>(replies);
            known.values().removeIf(reply -> FailureScope.of(reply) == FailureScope.SITE);
            if (!known.isEmpty()) {
                synchronized (Flush.this) {
                    lane.answered(load);
                }
                load.close();
                settle(load, outcomes(known));
            }
        }

        private List<Outcome> outcomes(Map<Integer, Reply> replies) {
            Instant now = shop.clock().instant();
            return replies.entrySet().stream()
                    .map(entry -> Outcome.of(
                            entry.getKey(),
                            FailureScope.outcome(entry.getValue()),
                            now,
                            entry.getValue().toString()))
                    .toList();
        }

        @Override
        public void ended(SessionEnd end) {
            if (end.kind() == SessionEnd.Kind.DONE) {
                closed(lane);
                // What came in while we said goodbye needs a session of its own.
                boolean more;
                synchronized (Flush.this) {
                    more = !over && !lane.isIdle();
                }
                if (more) {
                    open(lane);
                }
                endIfDone();
            } else {
                failed(lane, end.reason());
            }
        }
    }
}
