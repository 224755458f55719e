package org.etrngateway.delivery;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Selection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a flush has to claim yet: the scope of all triggers it serves, and how far it has come. One claim runs at a time,
 * where blocking is allowed, and the next as soon as loads run low. Thread-safe; the lock is taken within that of the
 * flush and around that of its sessions, never the other way.
 */
final class Claiming {
    private static final Logger LOG = LoggerFactory.getLogger(Claiming.class);
    private static final int LOW = 16;

    private final Flush flush;
    private final ReverseSessions sessions;
    private final SiteName site;
    private final SiteRule rule;
    private final Workshop shop;
    private final Pages pages;
    private final Loading loading;
    private final PageOrder order;
    private Optional<Set<DomainName>> domains;
    private final boolean exact;
    private boolean dueOnly;
    private Instant pass;
    private boolean running;
    private boolean exhausted;
    private boolean asked;
    private boolean again;
    private boolean stopped;
    /** True if units that are larger than ordinary ones are claimed: when nothing else is left. */
    private boolean largeToo;

    private volatile long ceiling;
    private boolean byOperator;

    /**
     * @param sessions who take what is claimed
     * @param trigger what the flush begins for
     * @param pass units tried at or after this instant are left alone
     */
    Claiming(Flush flush, ReverseSessions sessions, Trigger trigger, SiteRule rule, Workshop shop, Instant pass) {
        this.flush = flush;
        this.sessions = sessions;
        this.site = trigger.site();
        this.rule = rule;
        this.shop = shop;
        this.pages = new Pages(trigger, shop.queue(), flush.spending(), () -> ceiling);
        this.loading = new Loading(shop.queue(), rule.isByDomain());
        this.order = new PageOrder(rule.flush().order(), flush.spending().isLimited());
        this.byOperator = trigger.cause() == Trigger.Cause.OPERATOR;
        this.largeToo = !hasLarge();
        this.pass = pass;
        this.domains = trigger.domains();
        this.exact = trigger.cause() == Trigger.Cause.ATRN;
        this.dueOnly = isBySchedule(trigger);
    }

    private boolean hasLarge() {
        return rule.ordinary() < Long.MAX_VALUE;
    }

    private static boolean isBySchedule(Trigger trigger) {
        return switch (trigger.cause()) {
            case RETRY, PROBE, ARRIVAL -> true;
            default -> false;
        };
    }

    /** True if only what is due by schedule is claimed: it may be nothing. */
    synchronized boolean isDueOnly() {
        return dueOnly;
    }

    /** Another trigger releases its scope, too; but a turned line gets what the site named on it, and no more. */
    synchronized void join(Trigger trigger) {
        domains = exact ? domains : union(trigger.domains());
        dueOnly &= isBySchedule(trigger);
        again |= trigger.cause() != Trigger.Cause.ARRIVAL;
        byOperator |= trigger.cause() == Trigger.Cause.OPERATOR;
        ask();
    }

    private Optional<Set<DomainName>> union(Optional<Set<DomainName>> other) {
        if (domains.isEmpty() || other.isEmpty()) {
            return Optional.empty();
        }
        Set<DomainName> both = new HashSet<>(domains.get());
        both.addAll(other.get());
        return Optional.of(both);
    }

    /** There is more to claim than the claim that runs may see. */
    synchronized void ask() {
        asked = true;
        exhausted = false;
        largeToo = !hasLarge();
    }

    /** A unit was given back, and is to go all the same. */
    void again(MessageId id) {
        pages.again(id);
        ask();
    }

    /** Nothing more is to be claimed, whatever is asked. */
    synchronized void stop() {
        stopped = true;
    }

    /** True if no claim runs, and none will. */
    synchronized boolean isExhausted() {
        return !running && (stopped || exhausted);
    }

    /** Claims the next page, unless that is being done, or enough is ready. */
    void more() {
        Spending spending = flush.spending();
        long left = spending.left();
        if (left == 0) {
            flush.spend(spending.reason());
            return;
        }
        Selection selection;
        synchronized (this) {
            if (running || stopped || exhausted || sessions.waiting() > LOW) {
                return;
            }
            selection = begin(left);
        }
        shop.workers().execute(() -> claim(selection, left));
    }

    /**
     * @param upTo octets of the largest unit that may be claimed
     */
    private Selection begin(long upTo) {
        running = true;
        ceiling = largeToo ? Long.MAX_VALUE : rule.ordinary();
        Selection all = dueOnly ? Selection.due(shop.clock().instant()) : Selection.released(pass);
        Selection once = all.notTriedSince(pass).notLargerThan(largeToo ? upTo : Math.min(upTo, rule.ordinary()));
        Selection ordered = order.isSmallFirst(sessions.line().goodput()) ? once.smallerFirst() : once;
        return domains.map(ordered::within).orElse(ordered);
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
            page.spent().ifPresent(flush::spend);
        } catch (RuntimeException e) {
            LOG.error("flush of {} cannot go on", site, e);
            flush.fail("internal error");
            // Those that were loaded are given back already; a second time has no effect.
            leases.forEach(shop.queue()::release);
        }
        ended(leases.isEmpty());
        more();
        flush.claimed();
    }

    /**
     * @param nothing true if there was nothing to claim
     */
    private synchronized void ended(boolean nothing) {
        running = false;
        if (nothing && asked) {
            asked = false;
            pass = again ? shop.clock().instant() : pass;
            again = false;
        } else if (nothing && !largeToo && (byOperator || shop.letsLargeGo(site, rule))) {
            largeToo = true;
        } else {
            exhausted |= nothing;
        }
    }

    private void load(Lease lease) {
        try {
            loading.of(lease).forEach(sessions::add);
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
                        flush.fail("the queue failed");
                    }
                });
    }
}
