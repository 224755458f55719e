package org.etrngateway.scheduler;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.function.LongSupplier;

/**
 * A clock that no setting of the machine's clock moves: it begins at the wall's time and goes on as the monotonic
 * clock does. What lasts, such as a lease, or comes in an order, such as attempts and due times, is measured by
 * it; it is not for telling people the time. Where the machine sleeps, it falls behind until the next start.
 * Thread-safe.
 */
public final class SteadyClock extends Clock {
    private final ZoneId zone;
    private final Instant begin;
    private final LongSupplier nanos;
    private final long nanosAtBegin;

    /**
     * @param wall gives the time to begin with
     * @param nanos the monotonic clock, in nanoseconds, like {@link System#nanoTime()}
     * @param notBefore begins no earlier than this: what an earlier run measured shall not lie ahead
     */
    public SteadyClock(Clock wall, LongSupplier nanos, Instant notBefore) {
        this(wall.getZone(), wall.instant().isBefore(notBefore) ? notBefore : wall.instant(), nanos, nanos.getAsLong());
    }

    private SteadyClock(ZoneId zone, Instant begin, LongSupplier nanos, long nanosAtBegin) {
        this.zone = zone;
        this.begin = begin;
        this.nanos = nanos;
        this.nanosAtBegin = nanosAtBegin;
    }

    @Override
    public Instant instant() {
        return begin.plusNanos(nanos.getAsLong() - nanosAtBegin);
    }

    @Override
    public ZoneId getZone() {
        return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
        return new SteadyClock(other, begin, nanos, nanosAtBegin);
    }
}
