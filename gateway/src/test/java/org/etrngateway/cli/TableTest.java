package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    private final StringWriter text = new StringWriter();

    private void print(Table table, int width) {
        table.print(new PrintWriter(text), new Terminal(width, true, false));
    }

    @Test
    void columnsAreAsWideAsTheyMustBeAndTheLastIsCut() {
        Table table = new Table("ID", "SUBJECT");
        table.add("1", "a long subject that does not fit");
        table.add("1000", "\u001b[31mred");
        print(table, 20);
        assertThat(text.toString().lines())
                .containsExactly("ID    SUBJECT", "1     a long subjec…", "1000  \\u001b[31mred");
    }

    @Test
    void whereTheLineIsShortColumnsThatSayNothingGoAndTheWidestAreCut() {
        Table table = new Table("SITE", "QUOTA", "FROM", "STATE", "DOMAINS");
        table.add("acme", "-", "somebody@very.long.example", "paused", "acme.example, other.example");
        print(table, 40);
        assertThat(text.toString().lines())
                .containsExactly("SITE  FROM          STATE   DOMAINS", "acme  somebody@ve…  paused  acme.exampl…")
                .allMatch(line -> line.length() <= 40);
        text.getBuffer().setLength(0);
        print(table, 200);
        assertThat(text.toString()).contains("QUOTA", "other.example");
    }

    @Test
    void whatTheNextCommandTakesIsNeverCut() {
        Table table = new Table("ID", "SITE", "SUBJECT");
        table.add("00000000000a1", "a-site-with-a-long-name", "a subject");
        print(table, 40);
        assertThat(text.toString()).contains("00000000000a1  a-site-with-a-long-name  a sub…");
    }

    @Test
    void headsAndStatesHaveColoursWhereTheyAreSeen() {
        Table table = new Table("SITE", "STATE");
        table.add("acme", "paused");
        table.print(new PrintWriter(text), new Terminal(80, true, true));
        assertThat(text.toString().lines())
                .containsExactly("\u001b[1mSITE\u001b[m  \u001b[1mSTATE\u001b[m", "acme  \u001b[33mpaused\u001b[m");
    }

    @Test
    void programsGetJson() {
        Table table = new Table("NAME", "SITE");
        table.add("anna", "-");
        table.print(new PrintWriter(text), true);
        assertThat(text.toString().strip()).isEqualTo("[{\"name\":\"anna\",\"site\":null}]");
    }

    @Test
    void whatGoesToAFileIsNeitherCutNorColoured() {
        assertThat(Terminal.of(false, Map.of("TERM", "xterm")))
                .isEqualTo(new Terminal(Integer.MAX_VALUE, false, false));
        assertThat(Terminal.of(true, Map.of("COLUMNS", "132", "TERM", "xterm")))
                .isEqualTo(new Terminal(132, true, true));
        assertThat(Terminal.of(true, Map.of("NO_COLOR", "1")).isColoured()).isFalse();
        assertThat(Terminal.of(true, Map.of("TERM", "dumb")).isColoured()).isFalse();
        assertThat(Terminal.of(true, Map.of("COLUMNS", "wide")).width()).isEqualTo(80);
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
