package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import org.etrngateway.queue.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sites that are called without having asked: when mail arrives, and when it is due. */
class RetryTest {
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "DSN");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    @Test
    void aSiteThatRetriesIsCalledOnArrivalAndWhenDue() {
        refuseOnce();
        assertThat(world.network.called()).hasSize(1);
        isRetriedWhenDue();
    }

    @Test
    void aSiteThatRetriesAndIsAwayIsCalledByScheduleOnly() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        world.start();
        world.mail("one", "a@acme.example");
        world.workers.drain();
        world.mail("two", "a@acme.example");
        world.workers.drain();
        assertThat(world.network.called()).hasSize(1);
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsOnly(0);
        world.clock.advance(Duration.ofMinutes(5));
        world.network.listen(ACME_HOST, site -> {});
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.arrived()).containsExactlyInAnyOrder("one", "two");
    }

    /** Neither at once, as if 40 days had passed, nor in 40 days. */
    @ParameterizedTest
    @ValueSource(longs = {40, -40})
    void aRetryComesWhenItIsDueWhateverTheClockIsSetTo(long days) {
        refuseOnce();
        world.wall.setWrong(Duration.ofDays(days));
        isRetriedWhenDue();
    }

    /** A site that retries puts off the first message. */
    private void refuseOnce() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "450 4.2.1 later"));
        world.start();
        world.mail("one", "a@acme.example");
        world.workers.drain();
    }

    private void isRetriedWhenDue() {
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.network.called()).as("before it is due").hasSize(1);
        world.clock.advance(Duration.ofMinutes(5));
        world.network.listen(ACME_HOST, site -> {});
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one");
    }
}
