package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.Optional;

/** Instants as columns hold them: nanoseconds since 1970, cut to what a long holds (1677 to 2262). */
final class Nanos {
    private static final long GIGA = 1_000_000_000L;
    static final long NEVER_TRIED = Long.MIN_VALUE;
    private static final long NEVER = Long.MAX_VALUE;

    private Nanos() {}

    static long of(Instant instant) {
        long bound = Long.MAX_VALUE / GIGA - 1;
        if (instant.getEpochSecond() > bound) {
            return Long.MAX_VALUE;
        }
        if (instant.getEpochSecond() < -bound) {
            return Long.MIN_VALUE + 1;
        }
        return instant.getEpochSecond() * GIGA + instant.getNano();
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, GIGA), Math.floorMod(nanos, GIGA));
    }

    static long tried(Course course) {
        return course.tried().map(Nanos::of).orElse(NEVER_TRIED);
    }

    static Optional<Instant> tried(long column) {
        return column == NEVER_TRIED ? Optional.empty() : Optional.of(instant(column));
    }

    /** Of what may never come. */
    static long orNever(Optional<Instant> instant) {
        return instant.map(Nanos::of).orElse(NEVER);
    }

    static Optional<Instant> unlessNever(long column) {
        return column == NEVER ? Optional.empty() : Optional.of(instant(column));
    }
}
