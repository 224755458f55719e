package org.etrngateway.admin;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Who is logged in at the console. In memory: a new start of the gateway ends them all. Each ends after an hour
 * without a request, and after half a day in any case; when there are too many, the oldest goes. Thread-safe.
 */
final class Logins {
    private static final Duration IDLE = Duration.ofHours(1);
    private static final Duration WHOLE = Duration.ofHours(12);
    private static final int MOST = 1000;

    private final Clock clock;
    private final Map<String, Login> open = new LinkedHashMap<>();

    Logins(Clock clock) {
        this.clock = clock;
    }

    /**
     * A login.
     *
     * @param id what the cookie says
     * @param csrf what a request that changes something must say besides, which no other page can know
     * @param hash of the token; who it is, is asked anew each time
     */
    record Login(String id, String csrf, String hash, Instant since, Instant used) {
        private Login usedAt(Instant now) {
            return new Login(id, csrf, hash, since, now);
        }

        private boolean isOver(Instant now) {
            return now.isAfter(used.plus(IDLE)) || now.isAfter(since.plus(WHOLE));
        }
    }

    synchronized Login open(String hash) {
        Instant now = clock.instant();
        open.values().removeIf(login -> login.isOver(now));
        if (open.size() >= MOST) {
            open.remove(open.keySet().iterator().next());
        }
        Login login = new Login(AccessFile.newToken(), AccessFile.newToken(), hash, now, now);
        open.put(login.id(), login);
        return login;
    }

    /** The login of a request. */
    synchronized Optional<Login> use(String id) {
        Instant now = clock.instant();
        Login login = open.get(id);
        if (login == null || login.isOver(now)) {
            open.remove(id);
            return Optional.empty();
        }
        open.put(id, login.usedAt(now));
        return Optional.of(login);
    }

    /** True while it has not ended; does not count as use. */
    synchronized boolean isOpen(String id) {
        return Optional.ofNullable(open.get(id))
                .filter(login -> !login.isOver(clock.instant()))
                .isPresent();
    }

    synchronized void close(String id) {
        open.remove(id);
    }
}
