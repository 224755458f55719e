package org.etrngateway.policy;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Slows down who guesses passwords, without a way to lock a site out.
 *
 * <p>A client (as {@link ClientLimits} has it) that failed too often is refused, whatever it tries. An account for which
 * too many failed, from wherever, is <i>under attack</i>: then who has failed for it even once is refused, and only he. So
 * a guess costs the attacker an address, and the site, which knows its password and may have a new address each day, gets
 * in at its first try. Who has logged in before is refused for his own failures for that account only: whoever shares
 * his address cannot lock him out.
 *
 * <p>Whether there is such an account makes no difference. A try counts as failed until it has succeeded, so that many
 * at a time are no more than as many one by one. Thread-safe; memory is bounded by {@link #MAX}.
 */
public final class LoginLimits {
    private static final int MAX = 20_000;

    /** How long it is remembered who has logged in. */
    private static final Duration MEMORY = Duration.ofDays(30);

    private final Supplier<PolicyRules> rules;
    private final Clock clock;
    private final Map<Object, Failures> failures = bounded();
    private final Map<Object, Instant> successes = bounded();

    /** Tries that failed, or are not over, since there was none. */
    private record Failures(int count, Instant last) {}

    private record Pair(long client, String account) {}

    /**
     * @param rules the present rules
     */
    public LoginLimits(Supplier<PolicyRules> rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    /**
     * A try begins.
     *
     * @param account as the client gave it
     * @return false if it is one too many; then it does not count
     */
    synchronized boolean enter(InetAddress client, String account) {
        long address = ClientLimits.key(client);
        Pair pair = new Pair(address, account);
        int limit = rules.get().limits().loginFailures();
        boolean allowed = isKnown(pair)
                ? count(pair) < limit
                : count(address) < limit && (count(account) < limit || count(pair) == 0);
        if (allowed) {
            add(address, 1);
            add(account, 1);
            add(pair, 1);
        }
        return allowed;
    }

    /** A try that was allowed has succeeded. */
    synchronized void succeeded(InetAddress client, String account) {
        long address = ClientLimits.key(client);
        Pair pair = new Pair(address, account);
        add(address, -1);
        add(account, -1);
        failures.remove(pair);
        successes.put(pair, clock.instant());
    }

    private boolean isKnown(Pair pair) {
        Instant last = successes.getOrDefault(pair, Instant.MIN);
        return last.isAfter(clock.instant().minus(MEMORY));
    }

    private int count(Object key) {
        Failures counted = failures.get(key);
        boolean over = counted == null
                || !clock.instant()
                        .isBefore(counted.last().plus(rules.get().limits().loginLock()));
        return over ? 0 : counted.count();
    }

    private void add(Object key, int more) {
        int count = Math.max(0, count(key) + more);
        failures.remove(key);
        if (count > 0) {
            failures.put(key, new Failures(count, clock.instant()));
        }
    }

    /** The oldest go first; who wants to be forgotten must come from thousands of addresses meanwhile. */
    private static <V> Map<Object, V> bounded() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Object, V> eldest) {
                return size() > MAX;
            }
        };
    }
}
