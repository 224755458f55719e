package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.etrngateway.config.RetryGrowth;
import org.etrngateway.config.RetryNever;
import org.etrngateway.config.RetrySteps;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    @Test
    void eachAttemptHasItsDelayAndTheLastDelayRepeats() {
        RetrySchedule schedule = new RetrySchedule(RetrySteps.parse("5m, 15m*2, 4h…"), 1);
        List<Duration> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= 6; attempt++) {
            delays.add(schedule.delay(attempt).orElseThrow());
        }
        assertThat(delays)
                .containsExactly(
                        Duration.ofMinutes(5),
                        Duration.ofMinutes(15),
                        Duration.ofMinutes(15),
                        Duration.ofHours(4),
                        Duration.ofHours(4),
                        Duration.ofHours(4));
    }

    @Test
    void thereIsNoDelayBeforeAnAttempt() {
        RetrySchedule schedule = new RetrySchedule(RetrySteps.STANDARD, 1);
        assertThatThrownBy(() -> schedule.delay(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theNextAttemptAlwaysLiesAheadByADelayOfTheList() {
        Random random = new Random(7);
        for (int round = 0; round < 1000; round++) {
            List<Duration> delays = new ArrayList<>();
            for (int i = random.nextInt(9); i >= 0; i--) {
                delays.add(Duration.ofSeconds(1 + random.nextInt(100_000)));
            }
            Instant now = Instant.ofEpochSecond(random.nextInt());
            int attempts = 1 + random.nextInt(40);
            Instant next = new RetrySchedule(new RetrySteps(delays), round).next(now, attempts);
            assertThat(delays).contains(Duration.between(now, next));
        }
    }

    @Test
    void growthIsBoundedScatteredAndTheSameWhenAskedAgain() {
        Random random = new Random(11);
        for (int round = 0; round < 1000; round++) {
            Duration first = Duration.ofSeconds(1 + random.nextInt(10_000));
            Duration most = first.plusSeconds(random.nextInt(100_000));
            int jitter = random.nextInt(91);
            RetryGrowth growth = new RetryGrowth(first, 1 + random.nextInt(10), most, jitter);
            RetryGrowth plain = new RetryGrowth(first, growth.factor(), most, 0);
            Duration last = Duration.ZERO;
            for (int attempt = 1; attempt < 60; attempt++) {
                Duration delay = new RetrySchedule(growth, round).delay(attempt).orElseThrow();
                Duration whole = new RetrySchedule(plain, round).delay(attempt).orElseThrow();
                assertThat(whole).isBetween(first, most).isGreaterThanOrEqualTo(last);
                long least = whole.toMillis() * (100 - jitter) / 100 - 1;
                assertThat(delay).isBetween(Duration.ofMillis(least), whole);
                assertThat(new RetrySchedule(growth, round).delay(attempt)).contains(delay);
                last = whole;
            }
        }
    }

    @Test
    void thingsThatFailedTogetherAreScattered() {
        RetryGrowth growth = new RetryGrowth(Duration.ofHours(1), 2, Duration.ofHours(4), 50);
        long distinct = LongStream.range(0, 100)
                .mapToObj(message -> new RetrySchedule(growth, message).delay(1))
                .distinct()
                .count();
        assertThat(distinct).isGreaterThan(90);
    }

    @Test
    void neverIsNever() {
        RetrySchedule never = new RetrySchedule(new RetryNever(), 1);
        assertThat(never.delay(1)).isEmpty();
        assertThat(never.next(Instant.EPOCH, 3)).isEqualTo(Instant.MAX);
    }
}
