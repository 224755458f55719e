package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.RetryConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.WindowConfig;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.junit.jupiter.api.Test;

/** Hundreds of sites whose windows open at the same minute. */
class ManySitesTest {
    private static final int SITES = 500;
    private static final int MOST = 20;

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    private static final WindowConfig AT_14 = new WindowConfig(
            CronExpression.parse("0 0 14 * * ?"),
            ZoneId.of("UTC"),
            Duration.ofHours(2),
            BudgetConfig.Limit.NONE,
            false,
            List.of());

    private static String domain(int site) {
        return "s" + site + ".many.example";
    }

    private static String host(int site) {
        return "10.1." + site / 250 + "." + (1 + site % 250);
    }

    private void sites() {
        ScheduleConfig schedule = new ScheduleConfig(
                Set.of(Mode.WINDOW), List.of(AT_14), RetryConfig.of(RetrySteps.parse("5m")), Duration.ofDays(5));
        SiteRule like = world.rules.get(EngineWorld.ACME);
        for (int i = 0; i < SITES; i++) {
            world.rules.put(
                    new SiteName("s" + i),
                    new SiteRule(
                            new Route.Fixed(new HostAddress(host(i), 25)),
                            like.session(),
                            like.flush(),
                            schedule,
                            like.lifetime()));
            world.network.listen(host(i), site -> {});
        }
    }

    private void look() {
        world.clock.advance(Duration.ofSeconds(15));
        world.alarms.ring("retry");
    }

    @Test
    void areAllServedAndNeverMoreThanMayBeAtOnce() {
        world.sessions = MOST;
        sites();
        for (int i = 0; i < SITES; i++) {
            world.mail("m" + i, "a@" + domain(i));
        }
        world.start();
        world.clock.advance(Duration.ofHours(2).minusSeconds(15));
        int most = 0;
        for (int tick = 0; tick < 8; tick++) {
            look();
            while (world.workers.step()) {
                most = Math.max(most, world.engine.flushes().size());
            }
            if (tick == 0) {
                assertThat(world.arrived()).as("all began in the first seconds").hasSizeLessThan(SITES / 2);
            }
        }
        assertThat(most).isEqualTo(MOST);
        assertThat(world.arrived()).hasSize(SITES).doesNotHaveDuplicates();
        Map<String, Long> calls = world.network.called().stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
        assertThat(calls).hasSize(SITES);
        assertThat(calls.values()).containsOnly(1L);
    }

    @Test
    void oneThatTakesLongGoesToTheEndWhileOthersWait() {
        world.sessions = 1;
        sites();
        IntStream.range(0, 300).forEach(i -> world.mail("long" + i, "a@" + domain(1)));
        world.mail("short", "a@" + domain(2));
        world.start();
        world.clock.advance(Duration.ofHours(2).plusSeconds(70));
        world.alarms.ring("retry");
        world.workers.drainUntil(() -> world.arrived().stream().anyMatch(name -> name.startsWith("long")));
        assertThat(world.arrived()).doesNotContain("short");
        world.clock.advance(Duration.ofMinutes(11));
        look();
        world.workers.drain();
        look();
        world.workers.drain();
        assertThat(world.arrived()).hasSize(301).doesNotHaveDuplicates();
        assertThat(world.arrived().indexOf("short")).isLessThan(300);
        assertThat(world.network.called()).hasSize(3);
    }
}
