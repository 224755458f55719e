package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.delivery.DeliveryRules.SiteRule;

/**
 * How we stand with a site between flushes: the trigger that is still open, and since when it cannot be
 * reached. Guarded by the lock of the engine.
 */
final class Standing {
    private static final Duration FIRST_RECONNECT = Duration.ofSeconds(2);
    private static final Duration LAST_RECONNECT = Duration.ofMinutes(1);

    private Optional<Trigger> trigger = Optional.empty();
    private Instant since = Instant.MIN;
    private Instant until = Instant.MIN;
    private Instant awayUntil = Instant.MIN;
    private Duration reconnect = FIRST_RECONNECT;
    private int failures;
    private Instant opened = Instant.MIN;
    private boolean releasing;
    private boolean failing;
    private boolean found;

    /** A trigger counts from now on; whatever failed before is forgotten. */
    void open(Trigger asked, Instant now, Instant lapses) {
        trigger = Optional.of(asked);
        since = now;
        until = lapses;
        reached();
    }

    void progressed(Instant lapses) {
        if (trigger.isPresent()) {
            until = lapses;
        }
        reached();
    }

    void reached() {
        failures = 0;
        failing = false;
        found = false;
        awayUntil = Instant.MIN;
        reconnect = FIRST_RECONNECT;
    }

    /** A probe was answered: it is tried now, whatever its next time was to be. */
    void found() {
        reached();
        found = true;
    }

    /** What a flush that begins unasked begins for. */
    Trigger.Cause takeCause() {
        Trigger.Cause other = found ? Trigger.Cause.PROBE : Trigger.Cause.RETRY;
        found = false;
        return releasing ? Trigger.Cause.WINDOW : other;
    }

    /** A window opens: whatever failed before is forgotten, and all that waits is to go. */
    void opens(Instant now) {
        opened = now;
        releasing = true;
        reached();
    }

    /** All that waited when the window opened has gone, or was tried. */
    void released() {
        releasing = false;
    }

    /** True if a window opened and no flush has been well since. */
    boolean isReleasing() {
        return releasing;
    }

    /** A budget ended the flush: what the trigger asked for is done, and what is tried by schedule has its next time. */
    void spent(SiteRule rule, boolean mayCall, Instant now) {
        reached();
        trigger = Optional.empty();
        if (mayCall) {
            failures = 1;
            awayUntil = rule.again(now, failures);
        }
    }

    /** The trigger that is open, if one is. */
    Optional<Trigger> trigger(Instant now) {
        trigger = trigger.filter(open -> now.isBefore(until));
        return trigger;
    }

    /** From when on a unit counts as tried: all flushes of an open trigger, or of a window, are one pass. */
    Instant pass(Trigger.Cause cause, Instant now) {
        return switch (cause) {
            case RETRY, PROBE -> now;
            case WINDOW -> opened;
            default -> trigger(now).isPresent() ? since : now;
        };
    }

    /** True while the site failed and its time to be tried again has not come. */
    boolean isAway(Instant now) {
        return now.isBefore(awayUntil);
    }

    /** When the site is tried again that failed; empty if it may be tried now. */
    Optional<Instant> awayUntil(Instant now) {
        return isAway(now) ? Optional.of(awayUntil) : Optional.empty();
    }

    /** True if the last flush failed, and not for a budget. */
    boolean isFailing() {
        return failing;
    }

    /** True if the site failed and its time to be tried again has come. */
    boolean isBack(Instant now) {
        return failures > 0 && !isAway(now);
    }

    /**
     * The site could not be served.
     *
     * @param mayCall true if it is called without a trigger, by schedule
     * @return how long to wait before the open trigger tries again; empty if none is open
     */
    Optional<Duration> failed(SiteRule rule, boolean mayCall, Instant now) {
        failures++;
        failing = true;
        if (trigger(now).isPresent()) {
            Duration wait = reconnect;
            awayUntil = now.plus(wait);
            Duration doubled = wait.multipliedBy(2);
            reconnect = doubled.compareTo(LAST_RECONNECT) < 0 ? doubled : LAST_RECONNECT;
            return Optional.of(wait);
        }
        if (mayCall) {
            awayUntil = rule.again(now, failures);
        }
        return Optional.empty();
    }
}
