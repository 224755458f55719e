package org.etrngateway.admin;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * How far one request looks through the queue: at so many units, and for about so long, for each has to be read from the
 * disk. Where it ended the next request goes on. Not thread-safe.
 */
final class Stretch {
    /** Units, at most a page more. */
    static final int MOST = 20_000;

    /** Half of what somebody who waits for a list does not notice: the page that is being read comes on top. */
    static final Duration LONGEST = Duration.ofMillis(100);

    private final LongSupplier nanos;
    private final long begun;
    private int seen;

    /**
     * @param nanos a clock that nobody sets, in nanoseconds from whenever
     */
    Stretch(LongSupplier nanos) {
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
    }

    /** So many more were looked at. */
    void saw(int units) {
        seen += units;
    }

    boolean isOver() {
        return seen >= MOST || nanos.getAsLong() - begun >= LONGEST.toNanos();
    }
}
