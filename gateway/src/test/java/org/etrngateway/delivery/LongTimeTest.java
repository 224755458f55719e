package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.WindowConfig;
import org.junit.jupiter.api.Test;

/** Weeks and months, with a clock that the test moves. */
class LongTimeTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static final String SENDERS_HOST = "192.0.2.50";

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");
    private final List<Instant> calls = new ArrayList<>();

    private void schedule(Set<Mode> mode, int expireDays) {
        WindowConfig nights = new WindowConfig(
                CronExpression.parse("0 30 2 * * ?"),
                BERLIN,
                Duration.ofHours(2),
                BudgetConfig.Limit.NONE,
                false,
                List.of());
        world.schedule(
                ACME,
                new ScheduleConfig(
                        mode,
                        mode.contains(Mode.WINDOW) ? List.of(nights) : List.of(),
                        RetryConfig.of(RetrySteps.parse("5m, 30m, 1h")),
                        Duration.ofDays(expireDays)));
        if (!mode.equals(Set.of(Mode.HOLD))) {
            world.delay(ACME, Duration.ofHours(4));
        }
    }

    /** From now on senders get what they are told, and are not asked again and again. */
    private void tellSenders() {
        world.hosts.put(DomainName.parse("sender.example"), SENDERS_HOST);
        world.network.listen(SENDERS_HOST, server -> {});
    }

    private List<String> toldToSenders() {
        return world.network.taken().stream()
                .filter(taken -> taken.recipients().contains("alice@sender.example"))
                .map(taken -> taken.content().replaceAll("(?s).*?\nSubject: ([^\r]*).*", "$1"))
                .toList();
    }

    /** Time passes in steps of a quarter of an hour, and the gateway looks at each. */
    private void days(double days) {
        for (long step = 0; step < days * 24 * 4; step++) {
            int before = world.network.called().size();
            world.clock.advance(Duration.ofMinutes(15));
            world.alarms.ring("retry");
            world.workers.drain();
            world.alarms.ring("delays");
            world.alarms.ring("expiry");
            world.workers.drain();
            if (world.network.called().stream().skip(before).anyMatch(ACME_HOST::equals)) {
                calls.add(world.clock.instant());
            }
        }
    }

    private int notices() {
        return (int) world.queue.summary(SiteName.OUTBOUND).messages();
    }

    @Test
    void aYearOfNightsHasOneCallEachWhateverTheClocksDo() {
        schedule(Set.of(Mode.WINDOW), 5);
        world.network.listen(ACME_HOST, site -> {});
        world.start();
        for (int day = 0; day < 365; day++) {
            world.mail("m" + day, "a@acme.example");
            days(1);
        }
        assertThat(world.arrived()).hasSize(365).doesNotHaveDuplicates();
        assertThat(calls).hasSize(365);
        assertThat(calls).allSatisfy(call -> {
            int minute =
                    call.atZone(BERLIN).getHour() * 60 + call.atZone(BERLIN).getMinute();
            // 03:00 in the night that has no 02:30.
            assertThat(minute).isBetween(150, 200);
        });
        assertThat(notices()).isZero();
    }

    @Test
    void aSiteThatIsOffForTwentyDaysLosesNothingAndEachSenderHearsOfTheDelayOnce() {
        schedule(Set.of(Mode.RETRY, Mode.WINDOW), 30);
        tellSenders();
        world.start();
        for (int day = 0; day < 20; day++) {
            world.mail("m" + day, "a@acme.example");
            days(1);
        }
        assertThat(world.held(ACME)).hasSize(20).allMatch(listed -> listed.attempts() == 0);
        world.network.listen(ACME_HOST, site -> {});
        days(1);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.arrived())
                .filteredOn(subject -> subject.startsWith("m"))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(toldToSenders()).hasSize(20).containsOnly("Your message is delayed");
    }

    @Test
    void aSiteWithWindowsThatIsOffForTwentyDaysIsNewsWhenItsNightHasPassed() {
        schedule(Set.of(Mode.WINDOW), 30);
        tellSenders();
        world.start();
        for (int day = 0; day < 20; day++) {
            world.mail("m" + day, "a@acme.example");
            days(0.5);
            assertThat(toldToSenders()).as("on day " + day).hasSize(day);
            days(0.5);
        }
        assertThat(toldToSenders()).hasSize(20).containsOnly("Your message is delayed");
        world.network.listen(ACME_HOST, site -> {});
        days(1);
        assertThat(world.arrived())
                .filteredOn(subject -> subject.startsWith("m"))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(toldToSenders()).hasSize(20);
    }

    @Test
    void aSiteThatOnlyHoldsIsOffForTwentyDaysAndNobodyHearsOfIt() {
        schedule(Set.of(Mode.HOLD), 30);
        world.start();
        for (int day = 0; day < 20; day++) {
            world.mail("m" + day, "a@acme.example");
            days(1);
        }
        assertThat(world.held(ACME)).hasSize(20);
        assertThat(notices()).isZero();
    }

    @Test
    void whereMailExpiresInFiveDaysEachSenderGetsOneNotice() {
        schedule(Set.of(Mode.HOLD), 5);
        world.start();
        for (int message = 0; message < 8; message++) {
            world.mail("m" + message, "a@acme.example", "b@acme.example");
            days(0.5);
        }
        // The notices themselves are five days away from their end.
        days(5);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(notices()).isEqualTo(8);
        assertThat(world.network.called()).doesNotContain(ACME_HOST);
    }

    @Test
    void aWallThatIsSetOpensNoWindowTwice() {
        schedule(Set.of(Mode.WINDOW), 5);
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "450 4.2.1 not now"));
        world.start();
        world.mail("one", "a@acme.example");
        // To the midst of the night's window.
        days(14.0 / 24);
        int tried = world.held(ACME).get(0).attempts();
        assertThat(tried).isPositive();
        world.wall.setWrong(Duration.ofSeconds(-30));
        days(1.0 / 96);
        world.wall.setWrong(Duration.ZERO);
        days(1.0 / 96);
        assertThat(world.held(ACME).get(0).attempts()).isLessThanOrEqualTo(tried + 1);
    }
}
