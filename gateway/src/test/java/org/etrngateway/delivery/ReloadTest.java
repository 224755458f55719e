package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;
import static org.etrngateway.delivery.EngineWorld.BETA;
import static org.etrngateway.delivery.EngineWorld.BETA_HOST;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings that change while a flush runs: nothing of it is lost or goes twice, and what comes next goes by the new ones. */
class ReloadTest {
    private static final int MESSAGES = 200;
    private static final String NEW_HOST = "192.0.2.77";

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    /** Some have arrived, and others are on their way or wait. */
    private void amidstAFlush() {
        world.network.listen(ACME_HOST, site -> {});
        world.network.listen(BETA_HOST, site -> {});
        world.network.listen(NEW_HOST, site -> {});
        IntStream.range(0, MESSAGES).forEach(i -> world.mail("m" + i, "a@acme.example"));
        world.start();
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        world.workers.drainUntil(() -> world.arrived().size() >= 10);
        assertThat(world.arrived()).hasSizeLessThan(MESSAGES / 2);
    }

    private void each(String expected) {
        assertThat(world.arrived()).as(expected).hasSize(MESSAGES).doesNotHaveDuplicates();
    }

    @Test
    void aFlushThatRunsEndsWhereItBeganAndTheNextGoesToTheNewHost() {
        amidstAFlush();
        world.rules.put(ACME, EngineWorld.hold(NEW_HOST));
        world.workers.drain();
        each("all of it, once");
        assertThat(world.network.called()).containsOnly(ACME_HOST);
        world.mail("next", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.network.called()).last().isEqualTo(NEW_HOST);
        assertThat(world.arrived()).hasSize(MESSAGES + 1);
    }

    @Test
    void whatMovesToAnotherSiteGoesToThatOneAndNothingTwice() {
        amidstAFlush();
        world.queue.assign(domain -> Optional.of(BETA), Map.of());
        world.workers.drain();
        assertThat(world.arrived()).doesNotHaveDuplicates();
        assertThat(world.held(ACME)).isEmpty();
        world.etrn(BETA);
        each("by the one or by the other");
        assertThat(world.network.called()).contains(ACME_HOST, BETA_HOST);
    }

    @Test
    void aSiteThatIsGoneLeavesItsMailWhereItIsListed() {
        amidstAFlush();
        world.rules.remove(ACME);
        world.queue.assign(domain -> Optional.empty(), Map.of());
        world.workers.drain();
        int gone = world.arrived().size();
        assertThat(world.arrived()).doesNotHaveDuplicates();
        assertThat(world.queue.summary(SiteName.UNASSIGNED).messages()).isEqualTo(MESSAGES - gone);
        // It comes back as it was.
        world.rules.put(ACME, EngineWorld.hold(ACME_HOST));
        world.queue.assign(EngineWorld::site, Map.of());
        world.etrn(ACME);
        each("the rest as well");
    }

    @Test
    void aSiteThatIsTriedByScheduleFromNowOnNeedsNoStart() {
        world.start();
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        world.clock.advance(Duration.ofMinutes(5));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.network.called()).isEmpty();
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        world.mail("two", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one", "two");
    }

    @Test
    void aSiteThatIsHeldFromNowOnIsLeftAlone() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        world.start();
        world.mail("one", "a@acme.example");
        world.workers.drain();
        world.rules.put(ACME, EngineWorld.hold(ACME_HOST));
        int before = world.network.called().size();
        world.network.listen(ACME_HOST, site -> {});
        for (int minute = 0; minute < 300; minute++) {
            world.clock.advance(Duration.ofMinutes(1));
            List.of("retry", "probe").forEach(world.alarms::ring);
            world.workers.drain();
        }
        assertThat(world.network.called()).hasSize(before);
        assertThat(world.held(ACME)).extracting(Listed::subject).containsExactly("one");
    }
}
