package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;
import static org.etrngateway.delivery.EngineWorld.BETA;
import static org.etrngateway.delivery.EngineWorld.BETA_HOST;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.ProbeConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.WindowConfig;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site that could not be reached is served when it is back, and is called unasked only where that is allowed. */
class ProbeTest {
    private static final Duration TICK = Duration.ofSeconds(15);
    private static final ProbeConfig EACH_MINUTE = new ProbeConfig(Duration.ofMinutes(1));

    /** From 14:00 to 16:00; each test begins at 12:00. */
    private static final WindowConfig AT_14 = new WindowConfig(
            CronExpression.parse("0 0 14 * * ?"),
            ZoneId.of("UTC"),
            Duration.ofHours(2),
            BudgetConfig.Limit.NONE,
            false,
            List.of());

    private EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @AfterEach
    void nothingIsLeftOver() {
        world.workers.drain();
        assertThat(world.network.open()).isZero();
    }

    private void retrying(Optional<ProbeConfig> probe) {
        schedule(Set.of(Mode.RETRY), List.of(), probe);
    }

    private void schedule(Set<Mode> mode, List<WindowConfig> windows, Optional<ProbeConfig> probe) {
        world.schedule(
                ACME,
                new ScheduleConfig(mode, windows, RetryConfig.of(RetrySteps.parse("6h…")), Duration.ofDays(5), probe));
    }

    private void pass(Duration time) {
        Instant end = world.clock.instant().plus(time);
        while (world.clock.instant().isBefore(end)) {
            world.clock.advance(TICK);
            world.network.pass(TICK);
            world.alarms.ring("retry");
            world.alarms.ring("probe");
            world.workers.drain();
        }
    }

    private int calls() {
        return world.network.called().size();
    }

    @Test
    void aSiteThatIsBackIsServedLongBeforeItsNextTimeAndNoAttemptIsCounted() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofMinutes(5));
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(0);
        world.network.listen(ACME_HOST, site -> {});
        pass(Duration.ofMinutes(10));
        assertThat(world.arrived()).containsExactly("one");
        assertThat(world.network.sessions().get(0).commands()).containsExactly("QUIT");
        assertThat(world.history()).extracting(HistoryEntry::cause).containsExactly("PROBE");
    }

    @Test
    void itIsCalledLessAndLessOften() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        // The flush; after 1, 3, 7, 15 and 31 minutes.
        pass(Duration.ofMinutes(32));
        assertThat(calls()).isEqualTo(6);
        pass(Duration.ofMinutes(330));
        assertThat(calls()).isEqualTo(6 + 5 + 1);
    }

    @Test
    void aServerThatSendsUsAwayIsNotBack() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.network.listen(ACME_HOST, site -> site.answer("CONNECT", "421 4.3.2 not now"));
        world.mail("one", "a@acme.example");
        pass(Duration.ofMinutes(5));
        assertThat(calls()).isEqualTo(3);
        assertThat(world.arrived()).isEmpty();
        assertThat(world.network.open()).isZero();
    }

    @Test
    void aServerThatSaysNothingIsLeftAlone() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofSeconds(30));
        world.network.listen(ACME_HOST, site -> {});
        world.network.silence(Long.MAX_VALUE, 1);
        pass(Duration.ofMinutes(2));
        assertThat(world.network.open()).as("given up after ten seconds").isZero();
        assertThat(world.arrived()).isEmpty();
        pass(Duration.ofMinutes(2));
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void withoutTheSettingNobodyIsCalledBetweenTheTimesOfTheSchedule() {
        retrying(Optional.empty());
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofHours(5));
        assertThat(calls()).isEqualTo(1);
    }

    /** Not even one that has failed by a trigger of its own, and whose settings were ever so wrong. */
    @Test
    void aHeldSiteIsNeverCalled() {
        schedule(Set.of(Mode.HOLD), List.of(), Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        pass(EngineWorld.LIFETIME.plusMinutes(1));
        int asked = calls();
        world.network.listen(ACME_HOST, site -> {});
        pass(Duration.ofDays(1));
        assertThat(calls()).isEqualTo(asked);
        assertThat(world.held(ACME)).hasSize(1);
    }

    @Test
    void aSiteThatBecomesHeldIsCalledNoMore() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofMinutes(2));
        int before = calls();
        schedule(Set.of(Mode.HOLD), List.of(), Optional.empty());
        world.network.listen(ACME_HOST, site -> {});
        pass(Duration.ofHours(3));
        assertThat(calls()).isEqualTo(before);
    }

    @Test
    void aWindowIsTheOnlyTimeOfASiteThatHasOne() {
        schedule(Set.of(Mode.WINDOW), List.of(AT_14), Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofHours(4));
        int within = calls();
        assertThat(within).isGreaterThan(3);
        world.network.listen(ACME_HOST, site -> {});
        pass(Duration.ofHours(21));
        assertThat(calls()).as("at 13:00 of the next day").isEqualTo(within);
        pass(Duration.ofMinutes(65));
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void withinItsWindowASiteThatIsBackGetsAllThatWaits() {
        schedule(Set.of(Mode.WINDOW), List.of(AT_14), Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofMinutes(122));
        world.network.listen(ACME_HOST, site -> {});
        pass(Duration.ofMinutes(8));
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void nobodyIsCalledForNothing() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.mail("one", "a@acme.example");
        pass(Duration.ofSeconds(30));
        world.queue.apply(new Directive.Pause(ACME, "operator"));
        pass(Duration.ofMinutes(30));
        assertThat(calls()).as("while it is paused").isEqualTo(1);
        world.queue.apply(new Directive.Resume(ACME, "operator"));
        pass(Duration.ofMinutes(1));
        assertThat(calls()).isEqualTo(2);
    }

    /** Who is there is no reason to begin a session anew that its budget ended. */
    @Test
    void aBudgetThatIsUsedUpIsNoFailure() {
        retrying(Optional.of(EACH_MINUTE));
        FlushConfig was = FlushConfig.STANDARD;
        BudgetConfig.Limit little = new BudgetConfig.Limit(1_500, Optional.empty());
        world.flush(
                ACME,
                new FlushConfig(
                        was.from(),
                        was.order(),
                        was.sessions(),
                        new BudgetConfig(little, BudgetConfig.Limit.NONE),
                        was.oversize()));
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", 1_000, "a@acme.example");
        world.mail("two", 1_000, "a@acme.example");
        world.start();
        pass(Duration.ofHours(2));
        assertThat(world.arrived()).containsExactly("one");
        assertThat(calls()).isEqualTo(1);
    }

    @Test
    void anOpenTriggerTriesAgainByItself() {
        int without = callsOfAnOpenTrigger(Optional.empty());
        world = new EngineWorld("PIPELINING", "CHUNKING");
        int with = callsOfAnOpenTrigger(Optional.of(new ProbeConfig(Duration.ofSeconds(1))));
        assertThat(with).isEqualTo(without);
    }

    private int callsOfAnOpenTrigger(Optional<ProbeConfig> probe) {
        retrying(probe);
        world.start();
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        pass(EngineWorld.LIFETIME.minusMinutes(1));
        return calls();
    }

    @Test
    void othersAreLeftAlone() {
        retrying(Optional.of(EACH_MINUTE));
        world.start();
        world.network.listen(BETA_HOST, site -> {});
        world.mail("one", "a@acme.example");
        world.mail("other", "b@beta.example");
        pass(Duration.ofHours(1));
        assertThat(world.network.called()).containsOnly(ACME_HOST);
        assertThat(world.held(BETA)).hasSize(1);
    }
}
