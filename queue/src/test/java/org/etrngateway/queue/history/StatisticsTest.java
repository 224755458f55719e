package org.etrngateway.queue.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.etrngateway.queue.history.Period.Span;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sums by the hour and by the day, and when sites were heard: both outlive a start. */
class StatisticsTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    /** Half past midnight in Berlin, of the 16th; elsewhere it is the 15th still. */
    private static final Instant NIGHT = Instant.parse("2026-06-15T22:30:00Z");

    private static final Instant DAY = Instant.parse("2026-06-15T22:00:00Z");

    @TempDir
    private Path folder;

    private static HistoryEntry asked(SiteName site, String cause, Instant at) {
        return new HistoryEntry(at, site, Kind.ASKED, cause, "192.0.2.1", "nothing waits", Work.NONE);
    }

    private static HistoryEntry flushed(SiteName site, Instant at, String result, Work work) {
        return new HistoryEntry(at, site, Kind.FLUSHED, "ETRN", "192.0.2.1", result, work);
    }

    private List<Period> statistics(Optional<SiteName> site, Span span) {
        try (History history = History.in(folder, BERLIN)) {
            return history.statistics(site, span, 10);
        }
    }

    @Test
    void whatHappensIsSummedUpByTheHourAndByTheDayOfTheClockOnTheWall() {
        Work work = new Work(3, 2, 1, 1_000, Duration.ofSeconds(4));
        try (History history = History.in(folder, BERLIN)) {
            history.record(asked(ACME, "ETRN", NIGHT));
            history.record(flushed(ACME, NIGHT, "well", work));
            history.record(flushed(ACME, NIGHT.plus(Duration.ofHours(20)), "well", work));
        }
        try (History history = History.in(folder, BERLIN)) {
            // Behind a start, to the same rows.
            Intake intake = new Intake();
            intake.taken(ACME, 70);
            intake.taken(ACME, 30);
            intake.tell(history, NIGHT);
            intake.tell(history, NIGHT);
        }
        assertThat(statistics(Optional.of(ACME), Span.DAY))
                .containsExactly(new Period(DAY, new Figures(1, 2, 6, 4, 2, 2_000, 2, 100)));
        assertThat(statistics(Optional.of(ACME), Span.HOUR))
                .containsExactly(
                        new Period(DAY.plus(Duration.ofHours(20)), new Figures(0, 1, 3, 2, 1, 1_000, 0, 0)),
                        new Period(DAY, new Figures(1, 1, 3, 2, 1, 1_000, 2, 100)));
    }

    @Test
    void allSitesTogetherAreTheSumOfEach() {
        try (History history = History.in(folder, BERLIN)) {
            history.record(asked(ACME, "ETRN", NIGHT));
            history.record(asked(BETA, "ATRN", NIGHT));
            history.record(asked(BETA, "ATRN", NIGHT.minus(Duration.ofDays(1))));
        }
        assertThat(statistics(Optional.empty(), Span.DAY))
                .extracting(period -> period.figures().asked())
                .containsExactly(2L, 1L);
        assertThat(statistics(Optional.of(BETA), Span.DAY))
                .extracting(period -> period.figures().asked())
                .containsExactly(1L, 1L);
    }

    @Test
    void whatWasWrittenWithoutSumsOfAllSitesIsSummedUpWhenItIsOpened() {
        try (History history = History.in(folder, BERLIN)) {
            history.record(asked(ACME, "ETRN", NIGHT));
            history.record(asked(BETA, "ATRN", NIGHT));
        }
        Database old = Database.open(folder, List.of("delete from figures where site = ''"));
        old.close();
        for (int start = 0; start < 2; start++) {
            assertThat(statistics(Optional.empty(), Span.DAY))
                    .containsExactly(new Period(DAY, new Figures(2, 0, 0, 0, 0, 0, 0, 0)));
        }
    }

    @Test
    void hoursAreForgottenBeforeDays() {
        try (History history = History.in(folder, BERLIN)) {
            history.record(asked(ACME, "ETRN", NIGHT));
        }
        try (History history = History.in(folder, BERLIN)) {
            history.forgetFigures(NIGHT.plus(Span.HOUR.kept()).plus(Duration.ofHours(1)));
            assertThat(history.statistics(Optional.of(ACME), Span.HOUR, 10)).isEmpty();
            assertThat(history.statistics(Optional.of(ACME), Span.DAY, 10)).hasSize(1);
            history.forgetFigures(NIGHT.plus(Span.DAY.kept()).plus(Duration.ofDays(1)));
            assertThat(history.statistics(Optional.of(ACME), Span.DAY, 10)).isEmpty();
        }
    }

    @Test
    void aSiteIsHeardWhereItAsksOrAnswersAndNotWhereItIsCalledInVain() {
        Instant later = NIGHT.plus(Duration.ofHours(1));
        try (History history = History.in(folder, BERLIN)) {
            history.know(List.of(ACME, BETA), NIGHT);
            history.record(flushed(BETA, later, "connection refused", Work.NONE));
            history.record(asked(BETA, "OPERATOR", later));
            history.record(new HistoryEntry(later, BETA, Kind.ORDERED, "PAUSE", "operator", "", Work.NONE));
            history.record(asked(ACME, "ETRN", later));
            assertThat(history.contact(ACME).flatMap(Contact::heard)).contains(later);
        }
        Instant latest = later.plus(Duration.ofHours(1));
        try (History history = History.in(folder, BERLIN)) {
            history.know(List.of(ACME, BETA), latest);
            // Reads what there is, whether or not the other thread has by now.
            history.statistics(Optional.empty(), Span.DAY, 1);
            assertThat(history.contact(ACME)).contains(new Contact(NIGHT, Optional.of(later)));
            assertThat(history.contact(BETA)).contains(new Contact(NIGHT, Optional.empty()));
            assertThat(history.contact(BETA).orElseThrow().silentSince()).isEqualTo(NIGHT);
            history.record(flushed(BETA, latest, "its window has closed", new Work(1, 0, 0, 9, Duration.ZERO)));
            assertThat(history.contact(BETA).flatMap(Contact::heard)).contains(latest);
        }
    }
}
