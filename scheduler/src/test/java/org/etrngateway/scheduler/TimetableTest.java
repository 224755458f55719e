package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.calendar.DateRule;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.WindowConfig;
import org.junit.jupiter.api.Test;

class TimetableTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    private static WindowConfig window(String cron, Duration length, boolean large, String... except) {
        return new WindowConfig(
                CronExpression.parse(cron),
                BERLIN,
                length,
                BudgetConfig.Limit.NONE,
                large,
                Stream.of(except).map(DateRule::parse).toList());
    }

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void whoLooksLateFindsTheRestOfTheWindow() {
        Timetable nightly = new Timetable(List.of(window("0 0 22 * * ?", Duration.ofHours(6), false)));
        assertThat(nightly.at(at("2026-11-28T20:59:59Z"))).isEmpty();
        assertThat(nightly.at(at("2026-11-29T02:59:59Z"))).hasValueSatisfying(opening -> {
            assertThat(opening.since()).isEqualTo(at("2026-11-28T21:00:00Z"));
            assertThat(opening.until()).isEqualTo(at("2026-11-29T03:00:00Z"));
        });
        assertThat(nightly.at(at("2026-11-29T03:00:00Z"))).isEmpty();
    }

    @Test
    void theLastOpeningIsTheOneThatIsOverOrHasLastedForLong() {
        Timetable nightly = new Timetable(List.of(window("0 0 22 * * ?", Duration.ofHours(6), false, "11-29")));
        Duration week = Duration.ofDays(7);
        assertThat(nightly.last(at("2026-11-29T02:59:59Z"), week, week))
                .map(Opening::since)
                .hasValue(at("2026-11-27T21:00:00Z"));
        assertThat(nightly.last(at("2026-11-29T03:00:00Z"), week, week))
                .map(Opening::since)
                .hasValue(at("2026-11-28T21:00:00Z"));
        assertThat(nightly.last(at("2026-11-29T01:00:00Z"), Duration.ofHours(4), week))
                .map(Opening::since)
                .hasValue(at("2026-11-28T21:00:00Z"));
        assertThat(nightly.last(at("2026-11-30T20:00:00Z"), week, week))
                .map(Opening::since)
                .hasValue(at("2026-11-28T21:00:00Z"));
        assertThat(nightly.last(at("2026-11-30T20:00:00Z"), week, Duration.ofDays(1)))
                .isEmpty();
    }

    @Test
    void aWindowLastsAsLongAsTimePassesWhateverTheClocksDo() {
        Timetable nightly = new Timetable(List.of(window("0 0 22 * * ?", Duration.ofHours(6), false)));
        Opening spring = nightly.at(at("2027-03-27T21:00:00Z")).orElseThrow();
        assertThat(spring.until().atZone(BERLIN)).hasToString("2027-03-28T05:00+02:00[Europe/Berlin]");
        Opening autumn = nightly.at(at("2026-10-24T20:00:00Z")).orElseThrow();
        assertThat(autumn.until().atZone(BERLIN)).hasToString("2026-10-25T03:00+01:00[Europe/Berlin]");
    }

    /** However many starts lie in a window, the last one counts, near or far. */
    @Test
    void theLastStartCountsHoweverManyThereAre() {
        for (String cron : List.of("* * * * * ?", "0/7 * * * * ?", "0 0/9 * * * ?", "0 0 0/3 * * ?", "0 0 22 * * ?")) {
            Timetable table = new Timetable(List.of(window(cron, Duration.ofHours(6), false)));
            for (String time : List.of("2026-11-28T21:00:00Z", "2026-11-28T22:17:31Z", "2026-11-29T02:59:59Z")) {
                Instant since = table.at(at(time)).orElseThrow().since();
                assertThat(since).as(cron).isBeforeOrEqualTo(at(time));
                assertThat(table.next(since).orElseThrow().since()).as(cron).isAfter(at(time));
            }
        }
    }

    @Test
    void overlapsAreOneOpeningAndEachStartIsNew() {
        Timetable both = new Timetable(List.of(
                window("0 0 20 * * ?", Duration.ofHours(4), false), window("0 0 22 * * ?", Duration.ofHours(1), true)));
        Opening first = both.at(at("2026-11-28T19:30:00Z")).orElseThrow();
        Opening second = both.at(at("2026-11-28T21:30:00Z")).orElseThrow();
        Opening third = both.at(at("2026-11-28T22:30:00Z")).orElseThrow();
        assertThat(first.large()).isFalse();
        assertThat(second.large()).isTrue();
        assertThat(second.since()).isEqualTo(at("2026-11-28T21:00:00Z"));
        assertThat(second.until()).isEqualTo(at("2026-11-28T23:00:00Z"));
        assertThat(third).isEqualTo(new Opening(first.since(), first.until(), false, first.budget()));
        assertThat(both.change(at("2026-11-28T21:30:00Z"))).isEqualTo(at("2026-11-28T22:00:00Z"));
    }

    @Test
    void aWindowThatIsLongerThanItsPeriodIsAlwaysOpen() {
        Timetable always = new Timetable(List.of(window("0 0 * * * ?", Duration.ofHours(3), false)));
        assertThat(always.at(at("2026-11-28T21:30:00Z"))).hasValueSatisfying(opening -> {
            assertThat(opening.since()).isEqualTo(at("2026-11-28T21:00:00Z"));
            assertThat(opening.until()).isEqualTo(at("2026-11-29T00:00:00Z"));
        });
    }

    @Test
    void doesNotOpenOnExceptedDays() {
        Timetable nightly =
                new Timetable(List.of(window("0 0 22 * * ?", Duration.ofHours(6), false, "12-25", "2026-12-26")));
        assertThat(nightly.next(at("2026-12-24T12:00:00Z"), 2))
                .extracting(Opening::since)
                .containsExactly(at("2026-12-24T21:00:00Z"), at("2026-12-27T21:00:00Z"));
        // It belongs to the day on which it begins.
        assertThat(nightly.at(at("2026-12-25T01:00:00Z"))).isPresent();
        assertThat(nightly.at(at("2026-12-26T01:00:00Z"))).isEmpty();
    }

    @Test
    void whereNothingEverOpensThereIsNoNext() {
        Timetable never = new Timetable(List.of(window("0 0 22 25 12 ?", Duration.ofHours(6), false, "12-25")));
        assertThat(never.next(at("2026-12-24T12:00:00Z"))).isEmpty();
        assertThat(never.change(at("2026-12-24T12:00:00Z"))).isEqualTo(Instant.MAX);
        assertThat(new Timetable(List.of()).next(at("2026-12-24T12:00:00Z"), 5)).isEmpty();
    }
}
