package org.etrngateway.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateRuleTest {
    @Test
    void aDateOfOneYearOrOfAll() {
        assertThat(DateRule.parse("2027-03-26").matches(LocalDate.of(2027, 3, 26)))
                .isTrue();
        assertThat(DateRule.parse("2027-03-26").matches(LocalDate.of(2028, 3, 26)))
                .isFalse();
        assertThat(DateRule.parse("12-25").matches(LocalDate.of(2031, 12, 25))).isTrue();
        assertThat(DateRule.parse("12-25").matches(LocalDate.of(2031, 12, 26))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "25.12.", "02-30", "2027-02-29", "2027"})
    void whatIsNoDate(String text) {
        assertThatThrownBy(() -> DateRule.parse(text)).hasMessage("there is no such date");
    }
}
