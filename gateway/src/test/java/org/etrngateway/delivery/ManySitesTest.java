package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

/** Thousands of sites whose windows open at the same minute. */
class ManySitesTest {
    private static final int SITES = 5_000;
    private static final int MOST = 20;
    /** Of all threads, between two looks. */
    private static final int STEPS = 4_000;

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

    /**
     * Each look finds those whose time has come; what runs between two looks is so little that they queue for minutes.
     * Nobody is overtaken by a site that was found later, so the longest wait is what all before it take.
     */
    @Test
    void areAllServedInTheirOrderAndNeverMoreThanMayBeAtOnce() {
        world.sessions = MOST;
        sites();
        for (int i = 0; i < SITES; i++) {
            world.mail("m" + i, "a@" + domain(i));
        }
        world.start();
        world.clock.advance(Duration.ofHours(2).minusSeconds(15));
        Map<String, Integer> found = new HashMap<>();
        List<Integer> waits = new ArrayList<>();
        List<Integer> order = new ArrayList<>();
        int most = 0;
        for (int look = 0; order.size() < SITES && look < 1_000; look++) {
            look();
            find(found, look);
            if (look == 0) {
                assertThat(found).as("not all in the first seconds").hasSizeLessThan(SITES / 2);
            }
            for (int step = 0; step < STEPS && world.workers.step(); step++) {
                most = Math.max(most, world.engine.flushes().size());
            }
            for (String host : world.network
                    .called()
                    .subList(order.size(), world.network.called().size())) {
                order.add(found.get(host));
                waits.add(look - found.get(host));
            }
        }
        world.workers.drain();
        assertThat(most).isEqualTo(MOST);
        assertThat(world.arrived()).hasSize(SITES).doesNotHaveDuplicates();
        assertThat(world.network.called()).hasSize(SITES).doesNotHaveDuplicates();
        assertThat(order).as("the look that found them").isSorted();
        waits.sort(Comparator.naturalOrder());
        System.out.printf(
                "%d sites, %d at once: half waited for %d s, the longest for %d s%n",
                SITES, most, 15 * waits.get(SITES / 2), 15 * waits.get(SITES - 1));
    }

    private void find(Map<String, Integer> found, int look) {
        for (int i = 0; i < SITES; i++) {
            if (world.openings.of(new SiteName("s" + i)).isPresent()) {
                found.putIfAbsent(host(i), look);
            }
        }
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
