package org.etrngateway.smtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.smtp.Wanted.Hold;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is wanted is what was written; what was not is refused. */
class WantedGrammarTest {
    private static Optional<Wanted> read(String parameters) {
        byte[] line = ("MAIL FROM:<a@b.example> " + parameters).getBytes(StandardCharsets.UTF_8);
        return CommandParser.parse(line) instanceof Command.Mail mail ? Optional.of(mail.wanted()) : Optional.empty();
    }

    private static Wanted wanted(String parameters) {
        return read(parameters).orElseThrow();
    }

    @Test
    void nothingIsWantedWhereNothingIsSaid() {
        assertThat(wanted("SIZE=1")).isEqualTo(Wanted.NOTHING);
    }

    @RepeatedTest(200)
    void whatIsWrittenIsRead(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        int priority = random.nextInt(19) - 9;
        assertThat(wanted("MT-PRIORITY=" + priority).priority()).isEqualTo(OptionalInt.of(priority));

        DeliverBy.Mode mode = random.nextBoolean() ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        int most = 1 + random.nextInt(DeliverBy.MOST);
        int seconds = mode == DeliverBy.Mode.NOTIFY && random.nextBoolean() ? -most : most;
        DeliverBy by = new DeliverBy(seconds, mode, random.nextBoolean());
        assertThat(wanted("BY=" + by).by()).contains(by);

        int hold = 1 + random.nextInt(DeliverBy.MOST);
        assertThat(wanted("HOLDFOR=" + hold).hold()).contains(new Hold.For(hold));
        assertThat(wanted("HOLDFOR=" + hold).hold().orElseThrow().end(Instant.EPOCH))
                .isEqualTo(Instant.ofEpochSecond(hold));

        Instant until = Instant.ofEpochSecond(random.nextInt(Integer.MAX_VALUE));
        ZoneOffset offset = ZoneOffset.ofTotalSeconds(60 * (random.nextInt(36 * 60 + 1) - 18 * 60));
        String text = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ssxxx").format(until.atOffset(offset));
        assertThat(wanted("HOLDUNTIL=" + text).hold()).contains(new Hold.Until(until));
    }

    @RepeatedTest(500)
    void whatIsNoneIsRefusedAndBreaksNothing(RepetitionInfo info) {
        Random random = new Random(info.getCurrentRepetition());
        String letters = "0123456789+-;:.RNTZrnt=";
        StringBuilder value = new StringBuilder();
        for (int i = 1 + random.nextInt(25); i > 0; i--) {
            value.append(letters.charAt(random.nextInt(letters.length())));
        }
        for (String keyword : new String[] {"MT-PRIORITY", "BY", "HOLDFOR", "HOLDUNTIL"}) {
            Optional<Wanted> read = read(keyword + "=" + value);
            read.flatMap(Wanted::by)
                    .ifPresent(by -> assertThat(DeliverBy.parse(by.toString())).contains(by));
            read.ifPresent(it -> assertThat(it).isNotEqualTo(Wanted.NOTHING));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HOLDUNTIL=2026-03-01T12:00:00",
                "HOLDUNTIL=2026-03-01T12:00Z",
                "HOLDUNTIL=2026-03-01",
                "HOLDUNTIL=2026-02-29T12:00:00Z",
                "HOLDUNTIL=2026-03-01T24:00:00Z",
                "HOLDUNTIL=2026-06-30T23:59:60Z",
                "HOLDUNTIL=2026-03-01T12:00:00+19:00",
                "HOLDUNTIL=+12026-03-01T12:00:00Z",
                "HOLDFOR=1 HOLDUNTIL=2026-03-01T12:00:00Z",
                "HOLDFOR=0000000001",
                "HOLDFOR=000000000",
                "BY=1000000000;N",
                "BY=--1;N",
                "BY=1;n;t",
                "MT-PRIORITY=01",
                "MT-PRIORITY=-10"
            })
    void theEdgesAreRefused(String parameters) {
        assertThat(read(parameters)).isEmpty();
    }
}
