package org.etrngateway.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each matter is told once when it begins and once when it is over. */
class AlertsTest {
    private static final Matter SILENT = Matter.of(Condition.SILENT, new SiteName("acme"));
    private static final Matter CLOCK = Matter.of(Condition.CLOCK);

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();
    private final Map<Matter, String> amiss = new HashMap<>();
    private final List<String> told = new ArrayList<>();

    private Alerts alerts() {
        return new Alerts(() -> Map.copyOf(amiss), new AlertFile(folder.resolve("alerts")), List.of(this::hear), clock);
    }

    private void hear(News news) {
        news.begun().forEach(alert -> told.add("begun " + alert));
        news.over().forEach(alert -> told.add("over " + alert));
    }

    private void look(Alerts alerts, int minutes) {
        for (int i = 0; i < minutes; i++) {
            clock.advance(Duration.ofMinutes(1));
            alerts.look();
        }
    }

    @Test
    void eachIsToldOnceAndOnceMoreWhenItIsOver() {
        Alerts alerts = alerts();
        look(alerts, 3);
        assertThat(told).isEmpty();
        amiss.put(SILENT, "nothing was heard");
        look(alerts, 1);
        amiss.put(SILENT, "nothing was heard for longer");
        look(alerts, 500);
        assertThat(told).containsExactly("begun silent acme: nothing was heard");
        assertThat(alerts.standing()).hasSize(1);
        amiss.clear();
        look(alerts, 20);
        assertThat(told).hasSize(2).last().isEqualTo("over silent acme: nothing was heard");
        assertThat(alerts.standing()).isEmpty();
    }

    @Test
    void aRestartTellsNothingAgainAndForgetsNothing() {
        amiss.put(SILENT, "nothing was heard");
        amiss.put(CLOCK, "the clock was set");
        look(alerts(), 1);
        assertThat(told).containsExactly("begun clock: the clock was set", "begun silent acme: nothing was heard");
        amiss.remove(CLOCK);
        Alerts next = alerts();
        assertThat(next.standing()).hasSize(2);
        look(next, 20);
        assertThat(told).hasSize(3).last().isEqualTo("over clock: the clock was set");
        amiss.clear();
        look(alerts(), 20);
        assertThat(told).hasSize(4).last().isEqualTo("over silent acme: nothing was heard");
    }

    @Test
    void whatComesAndGoesFromMinuteToMinuteIsToldOnce() {
        Alerts alerts = alerts();
        for (int i = 0; i < 50; i++) {
            amiss.put(SILENT, "nothing was heard");
            look(alerts, 1);
            amiss.clear();
            look(alerts, 4);
        }
        assertThat(told).hasSize(1);
        look(alerts, 5);
        assertThat(told).hasSize(2);
    }

    @Test
    void aLineThatNobodyCanReadTakesNoOthersAlong() throws IOException {
        amiss.put(SILENT, "nothing was heard");
        look(alerts(), 1);
        Files.writeString(folder.resolve("alerts"), "no alert\n", StandardOpenOption.APPEND);
        assertThat(alerts().standing()).extracting(Alert::condition).containsExactly(Condition.SILENT);
    }
}
