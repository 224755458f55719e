package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says by which time mail is old. That is the wall's time as long as the steady clock agrees with how far it went
 * since the last look. Where they disagree, somebody has set the clock, and one of the two times is wrong: nothing
 * expires then for a grace in which the operator can set it right. The same holds for a start long after the last
 * heartbeat. A further disagreement begins the grace anew; after it the wall is believed. Ask it at least every
 * few minutes. Thread-safe.
 */
public final class ExpiryClock {
    /** A correction that time servers make is smaller. */
    static final Duration TOLERANCE = Duration.ofSeconds(60);

    /** Who was away for longer cannot tell a long absence from a clock that is wrong. */
    static final Duration ABSENCE = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ExpiryClock.class);

    private final Clock wall;
    private final Clock steady;
    private final Supplier<Duration> grace;
    private Heartbeat last;
    private Optional<Instant> doubtfulSince = Optional.empty();

    /**
     * @param steady not moved by who sets the wall
     * @param grace how long nothing expires after a disagreement; asked anew each time
     * @param before the last heartbeat of the run before; empty: there was none
     */
    public ExpiryClock(Clock wall, Clock steady, Supplier<Duration> grace, Optional<Heartbeat> before) {
        this.wall = wall;
        this.steady = steady;
        this.grace = grace;
        this.last = look();
        before.ifPresent(this::compare);
    }

    /** Both times, if age may be told by them now; empty while it may not. */
    public synchronized Optional<Heartbeat> now() {
        Heartbeat now = look();
        Duration difference = Duration.between(last.wall(), now.wall())
                .minus(Duration.between(last.steady(), now.steady()))
                .abs();
        last = now;
        if (difference.compareTo(TOLERANCE) > 0) {
            doubt("the clock was set: it differs by " + difference.toSeconds() + " s from how much time has passed");
        }
        if (isDoubtful()) {
            return Optional.empty();
        }
        if (doubtfulSince.isPresent()) {
            LOG.warn("mail expires again, by the clock as it is: {}", now.wall());
            doubtfulSince = Optional.empty();
        }
        return Optional.of(now);
    }

    /** True while age may not be told, as of the last look. */
    public synchronized boolean isInDoubt() {
        return isDoubtful();
    }

    private void compare(Heartbeat before) {
        Duration away = Duration.between(before.wall(), last.wall());
        if (away.compareTo(ABSENCE) > 0) {
            doubt("the last sign of life was at " + before.wall() + ", and the clock says " + last.wall());
        } else if (away.compareTo(TOLERANCE.negated()) < 0) {
            doubt("the clock says " + last.wall() + ", which is before the last sign of life at " + before.wall());
        }
    }

    private boolean isDoubtful() {
        return doubtfulSince
                .filter(since -> steady.instant().isBefore(since.plus(grace.get())))
                .isPresent();
    }

    private void doubt(String why) {
        doubtfulSince = Optional.of(last.steady());
        LOG.error(
                "ALERT {}; no mail expires for {} s: see to the clock",
                why,
                grace.get().toSeconds());
    }

    private Heartbeat look() {
        return new Heartbeat(wall.instant(), steady.instant());
    }
}
