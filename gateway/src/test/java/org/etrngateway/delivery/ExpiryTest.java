package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;

import java.time.Duration;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** When mail is given up, and by which clock. */
class ExpiryTest {
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "DSN");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    @Test
    void mailThatIsTooOldIsGivenUpWithANotice() {
        world.start();
        world.mail("one", "a@acme.example");
        world.clock.advance(Duration.ofDays(5).plusSeconds(1));
        world.alarms.ring("expiry");
        world.workers.drain();
        assertThat(world.outcome("a@acme.example").kind()).isEqualTo(Outcome.Kind.EXPIRED);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.held(SiteName.OUTBOUND)).hasSize(1);
    }

    @Test
    void mailDoesNotExpireBecauseSomebodySetTheClock() {
        world.start();
        world.mail("one", "a@acme.example");
        world.wall.setWrong(Duration.ofDays(40));
        expire();
        assertThat(world.held(ACME)).hasSize(1);
        world.clock.advance(EngineWorld.GRACE.minusSeconds(1));
        world.wall.setWrong(Duration.ZERO);
        expire();
        world.clock.advance(EngineWorld.GRACE);
        expire();
        assertThat(world.held(ACME)).hasSize(1);
        world.clock.advance(Duration.ofDays(5));
        expire();
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void expiryDoesNotSpinWhileTheDiskIsFull() {
        world.start();
        world.mail("one", "a@acme.example");
        world.clock.advance(Duration.ofDays(6));
        world.memory.become(MailQueue.Acceptance.FULL);
        world.alarms.ring("expiry");
        world.workers.drain();
        assertThat(world.held(ACME)).hasSize(1);
        world.memory.become(MailQueue.Acceptance.OPEN);
        world.clock.advance(Duration.ofMinutes(1));
        world.alarms.ring("expiry");
        world.workers.drain();
        assertThat(world.held(ACME)).isEmpty();
    }

    private void expire() {
        world.alarms.ring("expiry");
        world.workers.drain();
    }
}
