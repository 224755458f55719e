package org.etrngateway.delivery;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.Route;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.MailQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The delivery of a site's released mail: its {@link Claiming} brings it, its {@link ReverseSessions} send, its {@link LoadEnds}
 * settle what is answered; here it begins, is joined, and ends, once. It goes on while there is something to claim, and
 * makes another pass when it is asked to. Thread-safe; its lock may be held around theirs, never within.
 */
final class Flush implements LoadEnds.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(Flush.class);

    private final Trigger trigger;
    private final SiteName site;
    private final SiteRule rule;
    private final Workshop shop;
    private final Whereabouts whereabouts;
    private final Tally tally;
    private final LoadEnds ends;
    private final Spending spending;
    private final ReverseSessions sessions;
    private final Claiming claiming;
    private final OnEnd onEnd;
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
        this.onEnd = onEnd;
        this.whereabouts = new Whereabouts(trigger);
        this.tally = new Tally(
                site, trigger.cause() + " by " + trigger.by(), shop.clock().instant());
        this.ends = new LoadEnds(rule, shop, tally, this);
        this.spending = shop.budgets().of(trigger, rule, shop.clock());
        this.sessions = new ReverseSessions(this, rule, shop, whereabouts);
        this.claiming = new Claiming(this, sessions, trigger, rule, shop, pass);
    }

    /** Told once when a flush is over. */
    interface OnEnd {
        /**
         * @param failure why the site could not be served to the end; empty if it was
         */
        void ended(Flush flush, Optional<String> failure);
    }

    /** What it began for; others may have joined since. */
    Trigger trigger() {
        return trigger;
    }

    SiteName site() {
        return site;
    }

    FlushFigures figures() {
        return tally.figures(sessions.line(), shop.queue().summary(site));
    }

    /** Where the answers to its loads go. */
    LoadEnds ends() {
        return ends;
    }

    /** What its sessions spend. */
    Spending spending() {
        return spending;
    }

    /** Where its loads come from. */
    Claiming claiming() {
        return claiming;
    }

    /**
     * Connects and claims, both at once: the site may be waiting on a line that costs by the second. But not where
     * there may be nothing to send.
     */
    void start() {
        LOG.info("flush begins site={} for {}", site, figures().by());
        if (rule.isCalledAtOnce() && !claiming.isDueOnly() && !spending.isLimited()) {
            sessions.open();
        }
        claiming.more();
    }

    /** Widens the flush to what another trigger released; false if it is over. */
    synchronized boolean join(Trigger trigger) {
        if (over) {
            return false;
        }
        claiming.join(trigger);
        whereabouts.join(trigger);
        shop.workers().execute(claiming::more);
        return true;
    }

    /** True if a trigger came from where its sessions are not. */
    boolean isElsewhere(Trigger asked) {
        return rule.route() instanceof Route.Peer && whereabouts.isElsewhere(asked);
    }

    /** As {@link ReverseSessions#prove}. */
    void prove(Consumer<Boolean> lives) {
        sessions.prove(lives);
    }

    /** Puts off the deadlines of all leases; a lost one ends the flush. */
    void renew() {
        MailQueue queue = shop.queue();
        List<Load> lost = sessions.loads().stream()
                .filter(load -> !queue.renew(load.lease()))
                .toList();
        // What was answered meanwhile has no lease any more, and needs none.
        if (sessions.loads().stream().anyMatch(lost::contains)) {
            fail("a lease was lost");
        }
    }

    /** The load goes to another session of this flush. */
    void again(Load load) {
        ends.giveBack(List.of(load));
        claiming.again(load.lease().id());
        claiming.more();
    }

    /** A claim ended: what it yielded waits. */
    void claimed() {
        sessions.wake();
        endIfDone();
    }

    @Override
    public void recorded(boolean left) {
        if (left) {
            claiming.ask();
            claiming.more();
        }
        endIfDone();
    }

    @Override
    public void notRecorded() {
        fail("the queue failed");
    }

    /** A budget ends the flush: what is under way goes on to its end, the rest stays held. */
    void spend(String reason) {
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

    /** Why it ends before all has gone, in order, if it does. */
    synchronized Optional<String> spent() {
        return spent;
    }

    /**
     * @param atOnce false if what was claimed goes, too
     */
    private void end(String reason, boolean atOnce) {
        List<Load> open;
        synchronized (this) {
            if (over || spent.isPresent()) {
                return;
            }
            spent = Optional.of(reason);
            claiming.stop();
            open = sessions.end(atOnce);
        }
        ends.giveBack(open);
        sessions.wake();
    }

    /** Ends the flush at once; what was not answered is open again. */
    void fail(String reason) {
        ReverseSessions.Remains open;
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
            failure = Optional.of(reason);
            claiming.stop();
            open = sessions.close();
        }
        open.first().filter(this::isSuspect).ifPresent(load -> {
            open.all().remove(load);
            ends.putOff(
                    load, shop.suspects().doesNotFit(site, load.lease().id()).orElse(reason));
        });
        ends.giveBack(open.all());
        sessions.cancel();
        report();
    }

    /** True if it was in flight at the last failure, too, and is none of which each connection brings more. */
    private boolean isSuspect(Load load) {
        boolean again = shop.suspects().isAgain(site, load.lease().id());
        return again && !shop.continuations().getsOn(load.parcel());
    }

    /** Ends the flush if nothing is open, and nothing left to claim. */
    void endIfDone() {
        synchronized (this) {
            if (over || !claiming.isExhausted() || ends.isPending() || !sessions.areDone()) {
                return;
            }
            over = true;
            claiming.stop();
        }
        report();
    }

    private void report() {
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
}
