package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class QuartzAlarmsTest {
    private static final Duration SOON = Duration.ofMillis(5);

    @Test
    void aTaskThatThrowsRunsAgain() throws InterruptedException {
        CountDownLatch runs = new CountDownLatch(3);
        try (Alarms alarms = new QuartzAlarms("throws")) {
            alarms.every("task", SOON, () -> {
                runs.countDown();
                throw new IllegalStateException("as it should be in this test");
            });
            assertThat(runs.await(1, TimeUnit.MINUTES)).isTrue();
        }
    }

    @Test
    void twoTasksDoNotShareAName() {
        try (Alarms alarms = new QuartzAlarms("names")) {
            alarms.every("task", SOON, () -> {});
            assertThatThrownBy(() -> alarms.every("task", SOON, () -> {}))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("task");
        }
    }
}
