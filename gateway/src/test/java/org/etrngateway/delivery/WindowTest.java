package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.OversizeConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.WindowConfig;
import org.etrngateway.queue.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A site that is called in its windows, and otherwise only when it asks. */
class WindowTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of what "from 14:00" is; each test begins at 12:00. */
    private static final CronExpression AT_14 = CronExpression.parse("0 0 14 * * ?");

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    WindowTest() {
        windows(Set.of(Mode.WINDOW), window(AT_14, false, BudgetConfig.Limit.NONE));
        world.start();
    }

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    private static WindowConfig window(CronExpression cron, boolean large, BudgetConfig.Limit budget) {
        return new WindowConfig(cron, ZoneId.of("UTC"), Duration.ofHours(2), budget, large, List.of());
    }

    private void windows(Set<Mode> mode, WindowConfig... windows) {
        world.schedule(
                ACME,
                new ScheduleConfig(
                        mode, List.of(windows), RetryConfig.of(RetrySteps.parse("5m, 30m, 1h")), Duration.ofDays(5)));
    }

    /** Time passes, minute by minute, to an instant; each minute the gateway looks. */
    private void until(String time) {
        Instant end = Instant.parse("2026-03-01T00:00:00Z").plus(Duration.parse(time));
        while (world.clock.instant().isBefore(end)) {
            world.clock.advance(MINUTE);
            world.alarms.ring("retry");
            world.workers.drain();
        }
    }

    @Test
    void aSiteIsCalledWhenItsWindowOpensAndNotBefore() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        until("PT14H");
        assertThat(world.network.called()).isEmpty();
        until("PT14H2M");
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void mailThatArrivesWithinItGoesAtOnceAndBehindItWaits() {
        world.network.listen(ACME_HOST, site -> {});
        until("PT15H");
        world.mail("one", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one");
        until("PT16H1M");
        world.mail("two", "a@acme.example");
        until("PT38H");
        assertThat(world.arrived()).containsExactly("one");
        until("PT38H2M");
        assertThat(world.arrived()).containsExactly("one", "two");
    }

    @Test
    void aSiteThatIsAwayIsTriedAgainWithinItOnlyAndNoAttemptIsCounted() {
        world.mail("one", "a@acme.example");
        until("PT24H");
        // At the opening, 5, 30, and 60 minutes later; the next hour would be behind the end.
        assertThat(world.network.called()).hasSize(4);
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(0);
        world.network.listen(ACME_HOST, site -> {});
        until("PT38H2M");
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void whatWasDeferredIsTriedAgainWithinItAndAnewInTheNext() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "450 4.2.1 not now"));
        world.mail("one", "a@acme.example");
        until("PT24H");
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(4);
        until("PT38H2M");
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(5);
    }

    @Test
    void anEtrnIsServedAtAnyTime() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void whoStartsInTheMidstOfAWindowUsesItsRest() {
        until("PT13H");
        world.mail("one", "a@acme.example");
        world.network.listen(ACME_HOST, site -> {});
        // Nobody looked for an hour and a half.
        world.clock.advance(Duration.ofMinutes(90));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void atItsEndWhatIsUnderWayEndsAndTheRestStaysHeld() {
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 100; i++) {
            world.mail("m" + i, "a@acme.example");
        }
        until("PT14H");
        world.clock.advance(MINUTE.multipliedBy(2));
        world.alarms.ring("retry");
        world.workers.drainUntil(() -> !world.arrived().isEmpty());
        world.clock.advance(Duration.ofHours(2));
        world.alarms.ring("retry");
        world.workers.drain();
        int gone = world.arrived().size();
        assertThat(gone).isBetween(1, 99);
        assertThat(world.held(ACME)).hasSize(100 - gone);
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsOnly(0);
        assertThat(world.network.sessions().get(0).commands()).endsWith("QUIT");
        until("PT38H2M");
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void anEtrnAtItsEndGoesOnBehindIt() {
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 100; i++) {
            world.mail("m" + i, "a@acme.example");
        }
        until("PT14H");
        world.clock.advance(MINUTE.multipliedBy(2));
        world.alarms.ring("retry");
        world.workers.drainUntil(() -> !world.arrived().isEmpty());
        world.clock.advance(Duration.ofHours(2));
        world.alarms.ring("retry");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        world.workers.drain();
        world.workers.ring();
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void itsBudgetIsUsedUpOnceAndWholeInTheNext() {
        BudgetConfig.Limit two = new BudgetConfig.Limit(2_500, Optional.empty());
        windows(Set.of(Mode.WINDOW), window(AT_14, false, two));
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 4; i++) {
            world.mail("m" + i, 1_000, "a@acme.example");
        }
        until("PT24H");
        assertThat(world.arrived()).containsExactly("m0", "m1");
        until("PT39H");
        assertThat(world.arrived()).containsExactly("m0", "m1", "m2", "m3");
    }

    @Test
    void aWindowWithinAnotherDoesNotRenewTheBudgetOfThatOne() {
        WindowConfig within = new WindowConfig(
                CronExpression.parse("0 30 14 * * ?"),
                ZoneId.of("UTC"),
                Duration.ofMinutes(30),
                new BudgetConfig.Limit(1_000, Optional.empty()),
                false,
                List.of());
        windows(Set.of(Mode.WINDOW), window(AT_14, false, new BudgetConfig.Limit(2_500, Optional.empty())), within);
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 9; i++) {
            world.mail("m" + i, 1_000, "a@acme.example");
        }
        until("PT14H29M");
        assertThat(world.arrived()).hasSize(2);
        until("PT14H59M");
        int both = world.arrived().size();
        assertThat(both).isEqualTo(3);
        until("PT24H");
        assertThat(world.arrived()).hasSize(both);
    }

    @Test
    void whatTheSiteAsksForIsNotTheWindowsToPay() {
        BudgetConfig.Limit one = new BudgetConfig.Limit(1, Optional.empty());
        windows(Set.of(Mode.WINDOW), window(AT_14, false, one));
        world.network.listen(ACME_HOST, site -> {});
        world.mail("m0", 1_000, "a@acme.example");
        world.mail("m1", 1_000, "a@acme.example");
        until("PT15H");
        assertThat(world.arrived()).containsExactly("m0");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("m0", "m1");
    }

    @Test
    void largeMessagesWaitForAWindowThatLetsThemGo() {
        FlushConfig was = FlushConfig.STANDARD;
        OversizeConfig keep = new OversizeConfig(5_000, OversizeConfig.Action.WINDOW, true);
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), was.budget(), Optional.of(keep)));
        windows(
                Set.of(Mode.WINDOW),
                window(AT_14, false, BudgetConfig.Limit.NONE),
                window(CronExpression.parse("0 0 20 * * ?"), true, BudgetConfig.Limit.NONE));
        world.network.listen(ACME_HOST, site -> {});
        world.mail("large", 6_000, "a@acme.example");
        until("PT15H");
        assertThat(world.network.called()).as("called for nothing").isEmpty();
        world.mail("small", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("small");
        until("PT20H");
        world.mail("other", "a@acme.example");
        until("PT20H2M");
        assertThat(world.arrived()).containsExactly("small", "other", "large");
        assertThat(world.queue.summaries()).doesNotContainKey(SiteName.OUTBOUND);
    }

    /** What a budget leaves is no reason to send early what waits for its window. */
    @Test
    void aBudgetThatIsSmallerThanWhatIsLargeLetsNothingLargeGo() {
        FlushConfig was = FlushConfig.STANDARD;
        BudgetConfig little =
                new BudgetConfig(new BudgetConfig.Limit(3_000, Optional.empty()), BudgetConfig.Limit.NONE);
        OversizeConfig keep = new OversizeConfig(5_000, OversizeConfig.Action.WINDOW, true);
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), little, Optional.of(keep)));
        windows(
                Set.of(Mode.WINDOW),
                window(AT_14, false, BudgetConfig.Limit.NONE),
                window(CronExpression.parse("0 0 20 * * ?"), true, BudgetConfig.Limit.NONE));
        world.network.listen(ACME_HOST, site -> {});
        world.mail("large", 6_000, "a@acme.example");
        until("PT15H");
        world.etrn(ACME);
        assertThat(world.arrived()).isEmpty();
        // Larger than its budget, but smaller than what is large: that one has to go some time.
        world.mail("other", 4_000, "a@acme.example");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("other");
        until("PT20H2M");
        assertThat(world.arrived()).containsExactly("other", "large");
    }

    @Test
    void theOperatorLetsLargeMessagesGoAtAnyTime() {
        FlushConfig was = FlushConfig.STANDARD;
        OversizeConfig keep = new OversizeConfig(5_000, OversizeConfig.Action.WINDOW, true);
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), was.budget(), Optional.of(keep)));
        world.network.listen(ACME_HOST, site -> {});
        world.mail("large", 6_000, "a@acme.example");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.OPERATOR, "operator"));
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("large");
    }

    @Test
    void withRetryAWindowReleasesWhatIsNotDueYet() {
        windows(Set.of(Mode.RETRY, Mode.WINDOW), window(AT_14, false, BudgetConfig.Limit.NONE));
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "450 4.2.1 not now"));
        until("PT13H45M");
        world.mail("one", "a@acme.example");
        until("PT13H59M");
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(2);
        until("PT14H2M");
        assertThat(world.held(ACME)).extracting(Listed::attempts).containsExactly(3);
    }

    @Test
    void aChangeOfTheWindowsCountsAtTheNextLook() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        until("PT13H");
        windows(Set.of(Mode.WINDOW), window(CronExpression.parse("0 0 13 * * ?"), false, BudgetConfig.Limit.NONE));
        until("PT13H2M");
        assertThat(world.arrived()).containsExactly("one");
    }
}
