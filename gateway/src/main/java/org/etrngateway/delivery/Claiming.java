package org.etrngateway.delivery;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Selection;

/**
 * What a flush has to claim yet: the scope of all triggers it serves, how far it has come, and whether a claim runs.
 * Guarded by the lock of its flush.
 */
final class Claiming {
    private static final int LOW = 16;

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
    private final long ordinary;
    private final BooleanSupplier largeMay;
    private boolean largeToo;
    private volatile long ceiling;
    private boolean byOperator;

    /**
     * @param ordinary octets of the largest unit that goes among others; larger ones are claimed when nothing else is left
     * @param largeMay whether these may go now; an operator's may in any case
     * @param pass units tried at or after this instant are left alone
     */
    Claiming(Trigger trigger, PageOrder order, long ordinary, BooleanSupplier largeMay, Instant pass) {
        this.ordinary = ordinary;
        this.largeMay = largeMay;
        this.byOperator = trigger.cause() == Trigger.Cause.OPERATOR;
        this.largeToo = ordinary == Long.MAX_VALUE;
        this.order = order;
        this.pass = pass;
        this.domains = trigger.domains();
        this.exact = trigger.cause() == Trigger.Cause.ATRN;
        this.dueOnly = isBySchedule(trigger);
    }

    private static boolean isBySchedule(Trigger trigger) {
        return switch (trigger.cause()) {
            case RETRY, PROBE, ARRIVAL -> true;
            default -> false;
        };
    }

    /** True if only what is due by schedule is claimed: it may be nothing. */
    boolean isDueOnly() {
        return dueOnly;
    }

    /** Another trigger releases its scope, too; but a turned line gets what the site named on it, and no more. */
    void join(Trigger trigger) {
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
    void ask() {
        asked = true;
        exhausted = false;
        largeToo = ordinary == Long.MAX_VALUE;
    }

    /** Nothing more is to be claimed, whatever is asked. */
    void stop() {
        stopped = true;
    }

    /**
     * True if the next page is to be claimed now.
     *
     * @param ready loads that wait for a session
     */
    boolean isDue(int ready) {
        return !running && !stopped && !exhausted && ready <= LOW;
    }

    /**
     * A claim begins.
     *
     * @param goodput octets a second that the lines took lately; 0 while that is not known
     * @param upTo octets of the largest unit that may be claimed
     */
    Selection begin(Instant now, double goodput, long upTo) {
        running = true;
        ceiling = largeToo ? Long.MAX_VALUE : ordinary;
        Selection all = dueOnly ? Selection.due(now) : Selection.released(pass);
        Selection once = all.notTriedSince(pass).notLargerThan(largeToo ? upTo : Math.min(upTo, ordinary));
        Selection ordered = order.isSmallFirst(goodput) ? once.smallerFirst() : once;
        return domains.map(ordered::within).orElse(ordered);
    }

    /** Octets of the largest unit that the claim that runs may take, whatever a budget leaves. Thread-safe. */
    long ceiling() {
        return ceiling;
    }

    /**
     * A claim ended.
     *
     * @param nothing true if there was nothing to claim
     */
    void ended(boolean nothing, Instant now) {
        running = false;
        if (nothing && asked) {
            asked = false;
            pass = again ? now : pass;
            again = false;
        } else if (nothing && !largeToo && (byOperator || largeMay.getAsBoolean())) {
            largeToo = true;
        } else {
            exhausted |= nothing;
        }
    }

    /** True if no claim runs, and none will. */
    boolean isExhausted() {
        return !running && (stopped || exhausted);
    }
}
