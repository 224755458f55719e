package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.Optional;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.BudgetConfig.Limit;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a budget lets out: what is under way ends, the rest stays held and counts no attempt. */
class BudgetTest {
    private static final int SIZE = 1_000;
    /** For three messages, their headers included, and not for four. */
    private static final long THREE = 3_500;

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @BeforeEach
    void listen() {
        world.network.listen(ACME_HOST, site -> {});
    }

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    private void session(long bytes, Optional<Duration> time) {
        budget(new BudgetConfig(new Limit(bytes, time), Limit.NONE));
    }

    private void day(long bytes) {
        budget(new BudgetConfig(Limit.NONE, new Limit(bytes, Optional.empty())));
    }

    private void budget(BudgetConfig budget) {
        FlushConfig was = FlushConfig.STANDARD;
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), budget, was.oversize()));
    }

    private void mail(String... subjects) {
        for (String subject : subjects) {
            world.mail(subject, SIZE, "a@acme.example");
        }
    }

    @Test
    void aSessionEndsInOrderWhenItsBudgetIsUsedUp() {
        session(THREE, Optional.empty());
        mail("1", "2", "3", "4", "5");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("1", "2", "3");
        assertThat(world.network.sessions().get(0).commands()).endsWith("QUIT");
        assertThat(world.held(ACME)).extracting(Listed::subject).containsExactly("4", "5");
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsOnly(0);
    }

    @Test
    void theTriggerIsClosedWithItAndTheNextOneHasAWholeBudget() {
        session(THREE, Optional.empty());
        mail("1", "2", "3", "4");
        world.etrn(ACME);
        mail("5");
        world.workers.drain();
        assertThat(world.arrived()).hasSize(3);
        assertThat(world.network.sessions()).hasSize(1);
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("1", "2", "3", "4", "5");
    }

    @Test
    void aSiteThatIsTriedByScheduleWaitsForTheNextTime() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        session(THREE, Optional.empty());
        world.start();
        mail("1", "2", "3", "4");
        world.workers.drain();
        assertThat(world.arrived()).hasSize(3);
        world.clock.advance(Duration.ofMinutes(4));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.arrived()).hasSize(3);
        world.clock.advance(Duration.ofMinutes(1));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.arrived()).hasSize(4);
    }

    @Test
    void whatExceedsTheRestIsPassedOverForWhatFits() {
        session(THREE, Optional.empty());
        mail("1");
        world.mail("large", 3 * SIZE, "a@acme.example");
        mail("2", "3");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("1", "2", "3");
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(4).endsWith("large");
    }

    @Test
    void whatExceedsAWholeBudgetGoesWhenNothingElseWaits() {
        session(THREE, Optional.empty());
        world.mail("huge", 9 * SIZE, "a@acme.example");
        mail("1");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("1");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("1", "huge");
    }

    @Test
    void aSessionThatRestsEndsWhenItsTimeIsUsedUp() {
        world.linger(ACME, Duration.ofSeconds(30));
        SiteRule rule = world.rules.get(ACME);
        world.flush(
                ACME,
                new FlushConfig(
                        rule.flush().from(),
                        rule.flush().order(),
                        rule.flush().sessions(),
                        new BudgetConfig(new Limit(0, Optional.of(Duration.ofSeconds(10))), Limit.NONE),
                        Optional.empty()));
        mail("1");
        world.etrn(ACME);
        pass(9);
        assertThat(world.network.open()).isEqualTo(1);
        pass(1);
        assertThat(world.network.open()).isZero();
        assertThat(world.network.sessions().get(0).commands()).endsWith("QUIT");
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            world.clock.advance(Duration.ofSeconds(1));
            world.network.pass(Duration.ofSeconds(1));
            world.workers.drain();
        }
    }

    @Test
    void whoAsksWhenTheDaysBudgetIsUsedUpIsToldWhy() {
        day(THREE);
        mail("1", "2", "3", "4");
        world.etrn(ACME);
        // Nothing fits into the rest, but a small one could still come.
        assertThat(world.arrived()).hasSize(3);
        world.mail("small", 200, "a@acme.example");
        world.etrn(ACME);
        day(THREE - 500);
        assertThat(world.etrn(ACME))
                .isEqualTo(new TriggerAnswer(TriggerAnswer.Kind.REFUSED, 0, "the budget of the day is used up"));
        assertThat(world.arrived()).containsExactly("1", "2", "3", "small");
        world.clock.advance(Duration.ofDays(1));
        world.etrn(ACME);
        assertThat(world.arrived()).endsWith("small", "4");
    }

    @Test
    void nothingIsConnectedForASiteOfWhichNothingFits() {
        day(THREE);
        mail("1", "2", "3", "4");
        world.etrn(ACME);
        world.etrn(ACME);
        assertThat(world.network.sessions()).hasSize(1);
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(0);
    }

    @Test
    void whoAsksWhileASessionEndsByItsBudgetIsToldWhy() {
        session(THREE, Optional.empty());
        mail("1", "2", "3", "4");
        Trigger etrn = new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9");
        world.engine.trigger(etrn);
        world.workers.drainUntil(() -> world.engine.trigger(etrn).kind() == TriggerAnswer.Kind.REFUSED);
        assertThat(world.network.open()).isEqualTo(1);
        assertThat(world.engine.trigger(etrn).reason()).contains("budget");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("1", "2", "3");
    }
}
