package org.etrngateway.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * How often the holder of a token may ask: {@value #AT_ONCE} requests at once, and {@value #A_SECOND} more each second.
 * Pages that somebody looks at need a few; a program that went wild does not keep the others out. Remembers an instant a
 * token. Thread-safe.
 */
final class Pace {
    static final int AT_ONCE = 300;
    static final int A_SECOND = 10;
    private static final Duration ONE = Duration.ofSeconds(1).dividedBy(A_SECOND);
    private static final Duration ROOM = ONE.multipliedBy(AT_ONCE);

    private final Clock clock;

    /** By the hash of a token: when all that it has asked for will have been paid for. */
    private final Map<String, Instant> paid = new HashMap<>();

    Pace(Clock clock) {
        this.clock = clock;
    }

    /**
     * Counts a request.
     *
     * @return how long it must wait; zero: it may pass
     */
    synchronized Duration ask(String hash) {
        Instant now = clock.instant();
        Instant before = paid.getOrDefault(hash, now);
        // One that lies further ahead than any can was counted before the clock was set back.
        if (before.isBefore(now) || before.isAfter(now.plus(ROOM))) {
            before = now;
        }
        Instant after = before.plus(ONE);
        if (after.isAfter(now.plus(ROOM))) {
            return Duration.between(now.plus(ROOM), after);
        }
        paid.put(hash, after);
        return Duration.ZERO;
    }
}
