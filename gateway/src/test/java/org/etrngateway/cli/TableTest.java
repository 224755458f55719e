package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columnsAreAsWideAsTheyMustBeAndTheLastIsCut() {
        StringWriter text = new StringWriter();
        Table table = new Table("ID", "SUBJECT");
        table.add("1", "a long subject that does not fit");
        table.add("1000", "\u001b[31mred");
        table.print(new PrintWriter(text), 20);
        assertThat(text.toString().lines())
                .containsExactly("ID    SUBJECT", "1     a long subjec…", "1000  \\u001b[31mred");
    }

    @ParameterizedTest
    @CsvSource({"0,0 B", "999,999 B", "1000,1.0 kB", "9949,9.9 kB", "17000000,17 MB", "5200000000,5.2 GB"})
    void sizes(long octets, String text) {
        assertThat(Units.size(octets)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({"-5,0 s", "59,59 s", "60,1 min", "3599,59 min", "3600,1 h", "86399,23 h", "172800,2 d"})
    void ages(long seconds, String text) {
        assertThat(Units.age(Duration.ofSeconds(seconds))).isEqualTo(text);
    }
}
