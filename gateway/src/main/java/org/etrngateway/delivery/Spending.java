package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.etrngateway.config.BudgetConfig.Limit;

/**
 * What a flush spends of its purses, and what they leave. A message counts in full when it begins, whatever
 * becomes of it, but for what its server has of it already; time counts while a session is open. Thread-safe.
 */
final class Spending {
    private final List<Purse> purses;
    private final Clock clock;
    private int open;
    private Instant metered;
    private boolean whateverSize;

    /**
     * @param clock not moved by who sets the wall
     */
    Spending(List<Purse> purses, Clock clock) {
        this.purses = List.copyOf(purses);
        this.clock = clock;
        this.metered = clock.instant();
    }

    /**
     * One budget, and what was used of it.
     *
     * @param of whose it is, as in "the budget of …"
     */
    record Purse(String of, Limit limit, Supplier<LineUse> use, BiConsumer<Long, Duration> add) {
        boolean isEmpty() {
            return use.get().exhausts(limit);
        }

        String reason() {
            return "the budget of " + of + " is used up";
        }

        private long left() {
            return limit.bytes() == 0
                    ? Long.MAX_VALUE
                    : limit.bytes() - use.get().bytes();
        }

        private long most() {
            return limit.bytes() == 0 ? Long.MAX_VALUE : limit.bytes();
        }
    }

    boolean isLimited() {
        return purses.stream().anyMatch(purse -> !purse.limit().isNone());
    }

    synchronized void opened() {
        meter();
        open++;
    }

    synchronized void closed() {
        meter();
        open--;
    }

    /** A message begins. */
    synchronized void begin(long octets) {
        whateverSize = false;
        add(octets, Duration.ZERO);
    }

    /** So many octets of a message that began need not be sent: its server has them. */
    synchronized void spare(long octets) {
        add(-octets, Duration.ZERO);
    }

    /**
     * The next message may begin whatever its size, if no octet was spent: else it could never, for the budget will
     * not be larger.
     *
     * @return false if some were
     */
    synchronized boolean allowOneIfWhole() {
        whateverSize = left() == most();
        return whateverSize;
    }

    /** Octets that a message may have that begins now; 0: none may begin any more. */
    synchronized long left() {
        meter();
        if (purses.stream().anyMatch(Purse::isEmpty)) {
            return 0;
        }
        return whateverSize
                ? Long.MAX_VALUE
                : purses.stream().mapToLong(Purse::left).min().orElse(Long.MAX_VALUE);
    }

    /** Octets that the largest message may have while the budget is whole. */
    long most() {
        return purses.stream().mapToLong(Purse::most).min().orElse(Long.MAX_VALUE);
    }

    /** Why no more may begin, in words for the operator; only when nothing is {@link #left}. */
    String reason() {
        return purses.stream()
                .filter(Purse::isEmpty)
                .findFirst()
                .map(Purse::reason)
                .orElse("the budget is used up");
    }

    private void meter() {
        Instant now = clock.instant();
        if (open > 0) {
            add(0, Duration.between(metered, now));
        }
        metered = now;
    }

    private void add(long octets, Duration time) {
        purses.forEach(purse -> purse.add().accept(octets, time));
    }
}
