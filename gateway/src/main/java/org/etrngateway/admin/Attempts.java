package org.etrngateway.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Logins that failed, an address: after ten of them none is looked at until a minute has passed since the last.
 * Programs with a token of their own are not held up by this, for nobody guesses 256 bits. Thread-safe; remembers as
 * many addresses as it has room for.
 */
final class Attempts {
    private static final int FREE = 10;
    static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int MOST = 10_000;

    private final Clock clock;
    private final Map<String, Failures> failures = new LinkedHashMap<>();

    Attempts(Clock clock) {
        this.clock = clock;
    }

    private record Failures(int count, Instant last) {}

    synchronized boolean mayTry(String address) {
        Failures before = failures.get(address);
        if (before != null && clock.instant().isAfter(before.last.plus(PAUSE))) {
            failures.remove(address);
            return true;
        }
        return before == null || before.count < FREE;
    }

    synchronized void failed(String address) {
        if (failures.size() >= MOST) {
            failures.remove(failures.keySet().iterator().next());
        }
        Instant now = clock.instant();
        failures.merge(address, new Failures(1, now), (old, one) -> new Failures(old.count + 1, now));
    }
}
