package org.etrngateway.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TimeZone;
import org.etrngateway.calendar.CronExpression;
import org.junit.jupiter.api.Test;

/** Starts of windows: as Quartz says where clocks only go forward, and as we say where they are changed. */
class StartsTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final List<String> DAYS = List.of(
            "* * ?",
            "1 * ?",
            "L * ?",
            "L-3 * ?",
            "LW * ?",
            "15W 2/3 ?",
            "10-20/3 * ?",
            "29 2 ?",
            "? * MON-FRI",
            "? * 6#3",
            "? * 2L",
            "? 6-8 SUN,WED",
            "31 * ?");

    private static List<String> starts(String cron, ZoneId zone, String from, String to) {
        Starts starts = new Starts(CronExpression.parse(cron), zone);
        List<String> found = new ArrayList<>();
        Optional<Instant> next = starts.next(Instant.parse(from));
        while (next.filter(start -> start.isBefore(Instant.parse(to))).isPresent()) {
            found.add(next.get().atZone(zone).toOffsetDateTime().toString());
            next = starts.next(next.get());
        }
        return found;
    }

    @Test
    void areThoseOfQuartzInAZoneThatChangesNoClock() throws ParseException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2_000; i++) {
            String cron = random.nextInt(60) + " " + random.nextInt(30) + "/" + (1 + random.nextInt(20)) + " "
                    + random.nextInt(12) + "-" + (12 + random.nextInt(12)) + " "
                    + DAYS.get(random.nextInt(DAYS.size()));
            Instant any = Instant.parse("2024-01-01T00:00:00Z").plusSeconds(random.nextInt(200_000_000));
            // Quartz begins a day that W names at the hour at which it begins to look, and misses one that W has put
            // off
            // beyond the day that it stands for.
            Instant after = cron.contains("W ") ? monthOf(any).minusSeconds(1) : any;
            org.quartz.CronExpression quartz = new org.quartz.CronExpression(cron);
            quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
            Date expected = quartz.getNextValidTimeAfter(Date.from(after));
            assertThat(new Starts(CronExpression.parse(cron), ZoneOffset.UTC).next(after))
                    .as("%s after %s, seed %d", cron, after, seed)
                    .contains(expected.toInstant());
        }
    }

    /** Quartz finds the second a year later. */
    @Test
    void aDayThatIsPutOffIsFoundFromTheDayItStandsFor() {
        assertThat(starts("0 0 5 15W 11 ?", ZoneOffset.UTC, "2026-11-14T12:00:00Z", "2026-12-01T00:00:00Z"))
                .containsExactly("2026-11-16T05:00Z");
        assertThat(starts("0 0 5 15W 11 ?", ZoneOffset.UTC, "2026-11-15T23:59:59Z", "2026-12-01T00:00:00Z"))
                .containsExactly("2026-11-16T05:00Z");
    }

    private static Instant monthOf(Instant any) {
        return any.atOffset(ZoneOffset.UTC)
                .withDayOfMonth(1)
                .truncatedTo(ChronoUnit.DAYS)
                .toInstant();
    }

    @Test
    void whatTheClocksLeaveOutHappensWhenTheyGoForward() {
        assertThat(starts("0 30 2 * * ?", BERLIN, "2027-03-27T00:00:00Z", "2027-03-30T00:00:00Z"))
                .containsExactly("2027-03-27T02:30+01:00", "2027-03-28T03:00+02:00", "2027-03-29T02:30+02:00");
    }

    @Test
    void severalThatAreLeftOutAreOne() {
        assertThat(starts("0 0/20 2,3 * * ?", BERLIN, "2027-03-28T00:00:00Z", "2027-03-28T02:00:00Z"))
                .containsExactly("2027-03-28T03:00+02:00", "2027-03-28T03:20+02:00", "2027-03-28T03:40+02:00");
    }

    @Test
    void whatComesTwiceHappensTheFirstTime() {
        assertThat(starts("0 30 2 * * ?", BERLIN, "2026-10-24T12:00:00Z", "2026-10-26T12:00:00Z"))
                .containsExactly("2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00");
        assertThat(starts("0 0 2,3 * * ?", BERLIN, "2026-10-24T12:00:00Z", "2026-10-25T12:00:00Z"))
                .containsExactly("2026-10-25T02:00+02:00", "2026-10-25T03:00+01:00");
    }

    @Test
    void anHourlyRuleGoesByTimeThatPasses() {
        assertThat(starts("0 0 * * * ?", BERLIN, "2026-10-24T23:30:00Z", "2026-10-25T03:30:00Z"))
                .containsExactly(
                        "2026-10-25T02:00+02:00",
                        "2026-10-25T02:00+01:00",
                        "2026-10-25T03:00+01:00",
                        "2026-10-25T04:00+01:00");
        assertThat(starts("0 0 * * * ?", BERLIN, "2027-03-27T23:30:00Z", "2027-03-28T02:30:00Z"))
                .containsExactly("2027-03-28T01:00+01:00", "2027-03-28T03:00+02:00", "2027-03-28T04:00+02:00");
    }

    @Test
    void aDailyRuleHasOneStartADayInAnyZone() {
        for (String zone : List.of("Europe/Berlin", "America/Sao_Paulo", "Australia/Lord_Howe", "Africa/Casablanca")) {
            for (String time : List.of("0 0 0", "0 30 1", "0 15 2", "59 59 23")) {
                Starts starts = new Starts(CronExpression.parse(time + " * * ?"), ZoneId.of(zone));
                Instant last = Instant.parse("2015-01-01T12:00:00Z");
                for (int day = 0; day < 2_000; day++) {
                    Instant next = starts.next(last).orElseThrow();
                    assertThat(Duration.between(last, next).toHours())
                            .as("%s in %s behind %s", time, zone, last)
                            .isBetween(day == 0 ? 0L : 22L, 26L);
                    last = next;
                }
            }
        }
    }
}
