package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.etrngateway.config.RetrySteps;
import org.junit.jupiter.api.Test;

class RetryScheduleTest {
    @Test
    void eachAttemptHasItsDelayAndTheLastDelayRepeats() {
        RetrySchedule schedule = new RetrySchedule(RetrySteps.parse("5m, 15m*2, 4h…"));
        List<Duration> delays = new ArrayList<>();
        for (int attempt = 1; attempt <= 6; attempt++) {
            delays.add(schedule.delay(attempt));
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
        RetrySchedule schedule = new RetrySchedule(RetrySteps.STANDARD);
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
            Instant next = new RetrySchedule(new RetrySteps(delays)).next(now, attempts);
            assertThat(delays).contains(Duration.between(now, next));
        }
    }
}
