package org.etrngateway.config.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.etrngateway.config.RetrySteps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UnitsTest {
    @ParameterizedTest
    @CsvSource({"30s, 30, 30s", "5m, 300, 5m", "90m, 5400, 1h30m", "5d, 432000, 5d", "1d2h3m4s, 93784, 1d2h3m4s"})
    void readsDurations(String text, long seconds, String printed) {
        assertThat(Durations.parse(text)).hasSeconds(seconds);
        assertThat(Durations.format(Durations.parse(text))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "0s", "s", "5 m", "5min", "1m1h", "1m1m", "-1s", "3651d", "99999999999999999999d"})
    void refusesOtherDurations(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 0", "1000, 1000, 1KB", "64KiB, 65536, 64KiB", "50MB, 50000000, 50MB", "2TiB, 2199023255552, 2TiB"
    })
    void readsSizes(String text, long octets, String printed) {
        assertThat(Sizes.parse(text)).isEqualTo(octets);
        assertThat(Sizes.format(octets)).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "KB", "1.5MB", "50 MB", "50mb", "-1", "9999999TiB", "9999999999999999999"})
    void refusesOtherSizes(String text) {
        assertThatThrownBy(() -> Sizes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsRetrySteps() {
        RetrySteps steps = RetrySteps.parse("5m, 15m*2,1h...");

        assertThat(steps.delays())
                .isEqualTo(List.of(
                        Durations.parse("5m"), Durations.parse("15m"), Durations.parse("15m"), Durations.parse("1h")));
        assertThat(steps).hasToString("5m, 15m*2, 1h…");
        assertThat(RetrySteps.parse(steps.toString())).isEqualTo(steps);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "…", "5m,", "5m…, 1h", "5m*0", "5m*-1", "5m*x", "5m*1001", "5m 1h", "5m*99999999999"})
    void refusesOtherRetrySteps(String text) {
        assertThatThrownBy(() -> RetrySteps.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
