package org.etrngateway.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CronExpressionTest {
    @ParameterizedTest
    @CsvSource({
        "0 0 22 * * ?, 2026-11-28T15:24:00, 2026-11-28T22:00:00",
        "0 0 22 * * ?, 2026-11-28T22:00:00, 2026-11-29T22:00:00",
        "0 0 22 * * ?, 2026-12-31T23:59:59, 2027-01-01T22:00:00",
        "'0 0/20 8-10,18 ? * MON-FRI', 2026-11-27T18:40:00, 2026-11-30T08:00:00",
        "0 30 23-1 * * ?, 2026-11-28T00:30:00, 2026-11-28T01:30:00",
        "0 30 23-1 * * ?, 2026-11-28T01:30:00, 2026-11-28T23:30:00",
        "0 0 3 L * ?, 2027-02-01T00:00:00, 2027-02-28T03:00:00",
        "0 0 3 L-2 * ?, 2027-02-01T00:00:00, 2027-02-26T03:00:00",
        "0 0 3 LW 2 ?, 2027-02-01T00:00:00, 2027-02-26T03:00:00",
        "0 0 3 15W 8 ?, 2027-08-01T00:00:00, 2027-08-16T03:00:00",
        "0 0 3 1W 5 ?, 2027-04-30T00:00:00, 2027-05-03T03:00:00",
        "0 0 3 ? * FRI#3, 2026-11-21T00:00:00, 2026-12-18T03:00:00",
        "0 0 3 ? * 6L, 2026-11-28T00:00:00, 2026-12-25T03:00:00",
        "0 0 0 29 2 ?, 2026-11-28T00:00:00, 2028-02-29T00:00:00",
        "0 0 0 1 JAN ? 2030, 2026-11-28T00:00:00, 2030-01-01T00:00:00",
    })
    void namesTheNextPoint(String cron, LocalDateTime after, LocalDateTime next) {
        assertThat(CronExpression.parse(cron).next(after)).contains(next);
    }

    @Test
    void whatIsOverComesNoMore() {
        assertThat(CronExpression.parse("0 0 0 1 1 ? 2020")
                        .next(LocalDate.of(2026, 1, 1).atStartOfDay()))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "22:00, 'it has 1 fields: seconds, minutes, hours, day-of-month, month, day-of-week and maybe year are wanted'",
        "0 0 25 * * ?, in the hours field '25' is not 0 to 23",
        "0 0 22 * * *, 'one of day-of-month and day-of-week is ?, and not both'",
        "0 0 22 ? * ?, 'one of day-of-month and day-of-week is ?, and not both'",
        "0 0 22 ? * MO, 'in the day-of-week field ''MO'' is not 1 to 7, or SUN to SAT'",
        "0 0 22 ? * MON#6, in the day-of-week field 'MON#6' is none of the first to fifth of a month",
        "0 0/0 22 * * ?, in the minutes field '0' is no step",
        "0 0 22 30 2 ?, there is no such day",
        "'0 0 22, * * ?', in the hours field '' is not 0 to 23",
    })
    void saysWhatIsWrong(String cron, String why) {
        assertThatThrownBy(() -> CronExpression.parse(cron))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(why);
    }
}
