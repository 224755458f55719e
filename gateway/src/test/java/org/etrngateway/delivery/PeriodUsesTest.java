package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.BudgetConfig.Limit;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PeriodUsesTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BETA = new SiteName("beta");

    @TempDir
    private Path folder;

    private final MutableClock clock = new MutableClock();

    private PeriodUses open() {
        return new PeriodUses(
                folder.resolve("budget-use"),
                site -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).toString(),
                2);
    }

    @Test
    void aRestartRemembersTheDay() {
        PeriodUses first = open();
        first.add(ACME, 1_000, Duration.ofMillis(1_500));
        first.add(BETA, 7, Duration.ZERO);
        first.add(ACME, 1, Duration.ofSeconds(1));
        first.write();
        assertThat(open().of(ACME)).isEqualTo(new LineUse(1_001, Duration.ofMillis(2_500)));
        assertThat(open().of(BETA)).isEqualTo(new LineUse(7, Duration.ZERO));
        assertThat(folder).isDirectoryNotContaining("glob:**.new");
    }

    @Test
    void theNextDayBeginsWithNothing() {
        PeriodUses uses = open();
        uses.add(ACME, 1_000, Duration.ofSeconds(1));
        uses.write();
        clock.advance(Duration.ofDays(1));
        assertThat(uses.of(ACME)).isEqualTo(LineUse.NONE);
        assertThat(open().of(ACME)).isEqualTo(LineUse.NONE);
        uses.add(ACME, 5, Duration.ZERO);
        assertThat(uses.of(ACME).bytes()).isEqualTo(5);
    }

    @Test
    void aPeriodThatComesBackGoesOnWhereItWasIfThatIsNotLongAgo() {
        PeriodUses uses = open();
        uses.add(ACME, 1_000, Duration.ofSeconds(1));
        clock.advance(Duration.ofDays(1));
        uses.add(ACME, 5, Duration.ZERO);
        uses.write();
        clock.advance(Duration.ofDays(-1));
        assertThat(uses.of(ACME).bytes()).isEqualTo(1_000);
        assertThat(open().of(ACME).bytes()).isEqualTo(1_000);
        clock.advance(Duration.ofDays(1));
        uses.add(ACME, 5, Duration.ZERO);
        clock.advance(Duration.ofDays(1));
        uses.add(ACME, 7, Duration.ZERO);
        clock.advance(Duration.ofDays(-2));
        assertThat(uses.of(ACME)).isEqualTo(LineUse.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "acme\n", "acme 2026-03-01 many PT1S\n", "\0\0\0\0"})
    void aDamagedFileIsAsGoodAsNone(String text) throws IOException {
        Files.writeString(folder.resolve("budget-use"), text);
        assertThat(open().of(ACME)).isEqualTo(LineUse.NONE);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "499, 0, 49", "0, 59, 98", "999, 60, 100", "5000, 0, 100"})
    void theScarcerPartCounts(long bytes, long seconds, int percent) {
        LineUse use = new LineUse(bytes, Duration.ofSeconds(seconds));
        Limit limit = new Limit(1_000, Optional.of(Duration.ofMinutes(1)));
        assertThat(use.percentOf(limit)).contains(percent);
        assertThat(use.exhausts(limit)).isEqualTo(percent == 100);
        assertThat(use.percentOf(Limit.NONE)).isEmpty();
    }
}
