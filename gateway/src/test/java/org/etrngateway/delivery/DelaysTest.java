package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
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
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.Test;

/** When senders hear that their mail waits. The clock begins at noon of a Sunday, UTC. */
class DelaysTest {
    private static final Duration FOUR_HOURS = Duration.ofHours(4);

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    private void schedule(Mode mode, String cron, int hours) {
        WindowConfig window = new WindowConfig(
                CronExpression.parse(cron),
                ZoneId.of("UTC"),
                Duration.ofHours(hours),
                BudgetConfig.Limit.NONE,
                false,
                List.of());
        world.schedule(
                ACME,
                new ScheduleConfig(
                        Set.of(mode),
                        mode == Mode.WINDOW ? List.of(window) : List.of(),
                        RetryConfig.of(RetrySteps.parse("5m, 30m, 1h")),
                        Duration.ofDays(30)));
        world.delay(ACME, FOUR_HOURS);
    }

    /** Time passes in steps of a quarter of an hour, and the gateway looks at each. */
    private void hours(double hours) {
        for (int step = 0; step < hours * 4; step++) {
            world.clock.advance(Duration.ofMinutes(15));
            world.alarms.ring("retry");
            world.workers.drain();
            world.alarms.ring("delays");
            world.alarms.ring("expiry");
            world.workers.drain();
        }
    }

    private long told() {
        return world.queue.summary(SiteName.OUTBOUND).messages();
    }

    private String notice() {
        Selection all = Selection.released(world.clock.instant().plusNanos(1));
        Lease lease =
                world.queue.claim(SiteName.OUTBOUND, all, 1, Long.MAX_VALUE).get(0);
        String text = new String(Messages.read(world.queue, lease), StandardCharsets.UTF_8);
        world.queue.release(lease);
        return text;
    }

    private void mail(Notify... notices) {
        Recipient to = new Recipient(Mailbox.parse("a@acme.example"), Set.of(notices), Optional.empty(), false);
        world.mail(Messages.envelope(world.wall.instant(), List.of(to)), "one");
    }

    @Test
    void aSiteThatIsTriedInVainIsTriedFurtherAndItsSendersHearOfItOnce() {
        schedule(Mode.RETRY, "0 0 0 * * ?", 1);
        world.start();
        mail();
        hours(3.75);
        assertThat(told()).isZero();
        hours(0.5);
        assertThat(told()).isEqualTo(1);
        assertThat(notice())
                .contains("Subject: Your message is delayed", "Action: delayed", "The next attempt is at Sun, 1 Mar");
        hours(72);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void aWindowThatIsDueTonightIsNoNewsAndOneThatPassedInVainIs() {
        schedule(Mode.WINDOW, "0 0 22 * * ?", 2);
        world.start();
        mail();
        hours(11.75);
        assertThat(told()).as("at 23:45").isZero();
        hours(0.5);
        assertThat(told()).as("at 00:15").isEqualTo(1);
        assertThat(notice()).contains("The next attempt is at Mon, 2 Mar 2026 22:00");
        hours(72);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void mailThatWaitsForAWindowThatServesItMakesNoNoise() {
        schedule(Mode.WINDOW, "0 0 22 * * ?", 2);
        world.network.listen(ACME_HOST, site -> {});
        world.start();
        for (int day = 0; day < 10; day++) {
            mail();
            hours(24);
        }
        assertThat(world.arrived()).hasSize(10);
        assertThat(told()).isZero();
    }

    @Test
    void aWindowThatIsDaysAwayIsNotWaitedFor() {
        schedule(Mode.WINDOW, "0 0 22 ? * FRI", 2);
        world.start();
        mail();
        hours(4.25);
        assertThat(told()).isEqualTo(1);
        assertThat(notice()).contains("The next attempt is at Fri, 6 Mar 2026 22:00");
    }

    @Test
    void aWindowThatIsOpenAllDayIsNoExcuse() {
        schedule(Mode.WINDOW, "0 0 0 * * ?", 24);
        world.start();
        hours(13);
        mail();
        hours(3);
        assertThat(told()).isZero();
        hours(25);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void aSiteThatOnlyHoldsSaysThatItIsAskedFor() {
        schedule(Mode.HOLD, "0 0 0 * * ?", 1);
        world.start();
        mail();
        hours(4.5);
        assertThat(told()).isEqualTo(1);
        assertThat(notice()).contains("It is kept until their mail system asks for it.");
    }

    @Test
    void aSiteWithoutADelayTellsNobody() {
        world.start();
        mail();
        hours(48);
        assertThat(told()).isZero();
    }

    @Test
    void onlyWhoWantsToKnowIsTold() {
        schedule(Mode.RETRY, "0 0 0 * * ?", 1);
        world.start();
        mail(Notify.NEVER);
        mail(Notify.SUCCESS, Notify.FAILURE);
        Envelope envelope = Messages.envelope(world.wall.instant(), "a@acme.example");
        world.mail(Messages.withNullSender(envelope, Envelope.Origin.RECEIVED), "from nobody");
        hours(24);
        assertThat(told()).isZero();
        mail(Notify.DELAY);
        hours(24);
        assertThat(told()).isEqualTo(1);
    }

    @Test
    void aThousandAreToldOnceEachAndThoseWhoComeLaterToo() {
        schedule(Mode.RETRY, "0 0 0 * * ?", 1);
        world.start();
        for (int i = 0; i < 500; i++) {
            mail();
        }
        hours(1);
        for (int i = 0; i < 500; i++) {
            world.clock.advance(Duration.ofMillis(20));
            mail();
        }
        hours(3.5);
        assertThat(told()).isEqualTo(500);
        hours(10);
        assertThat(told()).isEqualTo(1000);
        assertThat(world.queue.summary(ACME).inFlight()).isZero();
    }

    @Test
    void aClockInDoubtTellsNobody() {
        schedule(Mode.RETRY, "0 0 0 * * ?", 1);
        world.start();
        mail();
        hours(1);
        world.wall.setWrong(Duration.ofDays(2));
        world.alarms.ring("delays");
        world.workers.drain();
        assertThat(told()).isZero();
    }

    @Test
    void aLargeMessageThatIsHeldHasItsNoticeAlready() {
        FlushConfig was = FlushConfig.STANDARD;
        OversizeConfig large = new OversizeConfig(10_000, OversizeConfig.Action.HOLD, true);
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), was.budget(), Optional.of(large)));
        schedule(Mode.RETRY, "0 0 0 * * ?", 1);
        world.start();
        world.mail("large", 20_000, "a@acme.example");
        hours(10);
        assertThat(told()).isZero();
    }
}
