package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SteadyClockTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Clock wall = Clock.fixed(NOON, ZoneOffset.UTC);
    private final AtomicLong nanos = new AtomicLong(-5);

    @Test
    void goesOnAsTheMonotonicClockDoes() {
        Clock clock = new SteadyClock(wall, nanos::get, Instant.MIN);
        assertThat(clock.instant()).isEqualTo(NOON);
        nanos.addAndGet(Duration.ofDays(40).toNanos());
        assertThat(clock.instant()).isEqualTo(NOON.plus(Duration.ofDays(40)));
        assertThat(clock.withZone(ZoneId.of("Europe/Berlin")).instant()).isEqualTo(clock.instant());
    }

    @Test
    void neverBeginsBeforeTheEndOfAnEarlierRun() {
        Instant earlier = NOON.plus(Duration.ofDays(40));
        assertThat(new SteadyClock(wall, nanos::get, earlier).instant()).isEqualTo(earlier);
        assertThat(new SteadyClock(wall, nanos::get, NOON.minusSeconds(1)).instant())
                .isEqualTo(NOON);
    }
}
