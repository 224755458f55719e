package org.etrngateway.queue.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened is there after a new start, is found a site and a page at a time, and is forgotten when it is old. */
class HistoryTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");
    private static final Instant DAY = Instant.parse("2026-01-01T00:00:00Z");

    @TempDir
    private Path folder;

    private static HistoryEntry asked(SiteName site, String by, Instant at) {
        return new HistoryEntry(at, site, Kind.ASKED, "ETRN", by, "nothing waits", Work.NONE);
    }

    private static Stream<String> by(HistoryPage page) {
        return page.entries().stream().map(HistoryEntry::by);
    }

    @Test
    void whatWasRecordedIsThereAfterANewStart() {
        Work work = new Work(3, 2, 1, 12_345, Duration.ofMillis(678));
        HistoryEntry entry =
                new HistoryEntry(DAY, ACME, Kind.FLUSHED, "ATRN", "192.0.2.1 as acme", "the line died", work);
        try (History history = History.in(folder)) {
            history.record(entry);
        }
        try (History history = History.in(folder)) {
            assertThat(history.page(Optional.of(ACME), OptionalLong.empty(), 10).entries())
                    .containsExactly(entry);
        }
    }

    @Test
    void whatAnOperatorGaveForAReasonIsThereToo() {
        HistoryEntry entry =
                new HistoryEntry(DAY, ACME, Kind.ORDERED, "PAUSE", "anna", "", Work.NONE, "the ship is in dock");
        try (History history = History.in(folder)) {
            history.record(entry);
        }
        try (History history = History.in(folder)) {
            assertThat(history.page(Optional.of(ACME), OptionalLong.empty(), 10).entries())
                    .containsExactly(entry);
        }
    }

    @Test
    void whatAnEarlierVersionWroteIsKept() {
        HistoryEntry entry = asked(ACME, "192.0.2.1", DAY);
        try (History history = History.in(folder)) {
            history.record(entry);
        }
        Database database = Database.open(folder, List.of("alter table entry drop column why"));
        database.close();
        try (History history = History.in(folder)) {
            assertThat(history.page(Optional.of(ACME), OptionalLong.empty(), 10).entries())
                    .containsExactly(entry);
        }
    }

    @Test
    void pagesGoFromTheLatestBackwards() {
        try (History history = History.in(folder)) {
            for (int i = 0; i < 5; i++) {
                history.record(asked(ACME, "a" + i, DAY));
                history.record(asked(BETA, "b" + i, DAY));
            }
        }
        try (History history = History.in(folder)) {
            HistoryPage first = history.page(Optional.of(ACME), OptionalLong.empty(), 3);
            assertThat(by(first)).containsExactly("a4", "a3", "a2");
            HistoryPage second = history.page(Optional.of(ACME), first.next(), 3);
            assertThat(by(second)).containsExactly("a1", "a0");
            assertThat(second.next()).isEmpty();
            assertThat(by(history.page(Optional.empty(), OptionalLong.empty(), 3)))
                    .containsExactly("b4", "a4", "b3");
        }
    }

    @Test
    void whatOperatorsDidIsFoundAmongAllThatHappened() {
        try (History history = History.in(folder)) {
            for (int i = 0; i < 3; i++) {
                history.record(asked(ACME, "asked", DAY));
                history.record(ordered(ACME, "anna" + i));
                history.record(ordered(BETA, "bert" + i));
            }
        }
        try (History history = History.in(folder)) {
            Optional<Kind> orders = Optional.of(Kind.ORDERED);
            HistoryPage first = history.page(Optional.empty(), orders, OptionalLong.empty(), 4);
            assertThat(by(first)).containsExactly("bert2", "anna2", "bert1", "anna1");
            assertThat(by(history.page(Optional.empty(), orders, first.next(), 4)))
                    .containsExactly("bert0", "anna0");
            assertThat(by(history.page(Optional.of(ACME), orders, OptionalLong.empty(), 2)))
                    .containsExactly("anna2", "anna1");
            assertThat(by(history.page(Optional.of(BETA), Optional.of(Kind.ASKED), OptionalLong.empty(), 9)))
                    .isEmpty();
        }
    }

    private static HistoryEntry ordered(SiteName site, String by) {
        return new HistoryEntry(DAY, site, Kind.ORDERED, "PAUSE", by, "", Work.NONE);
    }

    @Test
    void oldEntriesAreForgotten() {
        try (History history = History.in(folder)) {
            history.record(asked(ACME, "old", DAY));
            history.record(asked(ACME, "new", DAY.plusSeconds(1)));
        }
        try (History history = History.in(folder)) {
            assertThat(history.forget(DAY.plusSeconds(1))).isEqualTo(1);
            assertThat(by(history.page(Optional.empty(), OptionalLong.empty(), 9)))
                    .containsExactly("new");
        }
    }

    /** Mail goes on without it: nothing is thrown at who records. */
    @Test
    void aDatabaseThatCannotBeReadIsAFaultOfQuestionsOnly() throws IOException {
        Files.writeString(folder.resolve("history.mv.db"), "this is no database".repeat(1000));
        try (History history = History.in(folder)) {
            history.record(asked(ACME, "a", DAY));
            assertThatThrownBy(() -> history.page(Optional.empty(), OptionalLong.empty(), 9))
                    .isInstanceOf(HistoryException.class);
        }
        assertThat(folder.resolve("history.mv.db")).content().startsWith("this is no database");
    }
}
