package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReference;

/** A wall clock that goes as another one does, until a test sets it wrong. Thread-safe. */
final class WrongClock extends Clock {
    private final Clock right;
    private final AtomicReference<Duration> error = new AtomicReference<>(Duration.ZERO);

    WrongClock(Clock right) {
        this.right = right;
    }

    /** Sets it: so much later than the right time, or earlier if that is negative. */
    void setWrong(Duration by) {
        error.set(by);
    }

    @Override
    public Instant instant() {
        return right.instant().plus(error.get());
    }

    @Override
    public ZoneId getZone() {
        return right.getZone();
    }

    /** Always this clock: a test has one time. */
    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
