package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions in all the ways they can be sent, with a server as strict as the strictest. */
class MailStreamTest {
    private static final String A = "a@acme.example";
    private static final String B = "b@acme.example";
    private static final String C = "c@acme.example";

    /** The ways to send, by the keywords and the setting that lead to them. */
    private enum Way {
        CHUNKS(Pipelining.AUTO, "PIPELINING CHUNKING"),
        DATA(Pipelining.AUTO, "PIPELINING"),
        ENVELOPE_CHUNKS(Pipelining.ENVELOPE, "PIPELINING CHUNKING"),
        ENVELOPE_DATA(Pipelining.ENVELOPE, "PIPELINING"),
        LOCKSTEP(Pipelining.LOCKSTEP, "PIPELINING CHUNKING"),
        PLAIN(Pipelining.AUTO, "SIZE"),
        HELO(Pipelining.AUTO, "HELO");

        private final Pipelining setting;
        private final String keywords;

        Way(Pipelining setting, String keywords) {
            this.setting = setting;
            this.keywords = keywords;
        }

        ClientRun run() {
            return ClientRun.plain(setting, keywords.split(" ", -1));
        }
    }

    private static Stream<Arguments> waysAndPieces() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(1, 7, Integer.MAX_VALUE).map(p -> Arguments.of(way, p)));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void allArriveWhateverTheWay(Way way, int piece) {
        ClientRun run = way.run();
        run.piece = piece;
        run.mail("one\r\n", A)
                .mail(".two\r\n..\r\n", A, B)
                .mail("\r\n.\r\nthree\r\n", C)
                .run();
        assertThat(run.site.taken())
                .containsExactly(
                        new ModelSite.Taken("alice@sender.example", List.of(A), "one\r\n"),
                        new ModelSite.Taken("alice@sender.example", List.of(A, B), ".two\r\n..\r\n"),
                        new ModelSite.Taken("alice@sender.example", List.of(C), "\r\n.\r\nthree\r\n"));
        assertThat(run.answers)
                .isEqualTo(Map.of(1L, Map.of(0, "250"), 2L, Map.of(0, "250", 1, "250"), 3L, Map.of(0, "250")));
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
        assertThat(run.site.commands()).endsWith("QUIT");
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void eachRecipientEndsAsItWasAnswered(Way way, int piece) {
        ClientRun run = way.run();
        run.piece = piece;
        run.site.answer("RCPT TO:<b", "450 4.2.1 later").answer("RCPT TO:<c", "550 5.1.1 no");
        run.mail("one\r\n", A, B, C).mail("two\r\n", C, A).run();
        assertThat(run.answers)
                .isEqualTo(Map.of(1L, Map.of(0, "250", 1, "450", 2, "550"), 2L, Map.of(0, "550", 1, "250")));
        assertThat(run.site.taken()).extracting(ModelSite.Taken::recipients).containsExactly(List.of(A), List.of(A));
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRefusedContentIsTheWordOnThoseWhoWereTaken(Way way) {
        ClientRun run = way.run();
        run.site.answer("END", "554 5.6.0 bad content").answer("RCPT TO:<b", "450 4.2.1 later");
        run.mail("one\r\n", A, B).mail("two\r\n", A).run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "554", 1, "450"), 2L, Map.of(0, "554")));
        assertThat(run.site.taken()).isEmpty();
    }

    /** The server keeps the sender of a transaction that got no recipient: the next one must not inherit it. */
    @ParameterizedTest
    @EnumSource(Way.class)
    void theNextMessageIsUnharmedWhenNobodyWasTaken(Way way) {
        ClientRun run = way.run();
        run.site.answer("RCPT TO:<b", "550 5.1.1 no");
        run.mail("one\r\n", B)
                .mail("two\r\n", A)
                .mail("three\r\n", B, B)
                .mail("four\r\n", A)
                .run();
        assertThat(run.answers)
                .isEqualTo(Map.of(
                        1L,
                        Map.of(0, "550"),
                        2L,
                        Map.of(0, "250"),
                        3L,
                        Map.of(0, "550", 1, "550"),
                        4L,
                        Map.of(0, "250")));
        assertThat(run.site.taken()).extracting(ModelSite.Taken::content).containsExactly("two\r\n", "four\r\n");
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    /** RFC 2920 §3.1: a server may open the content for nobody, and we end it empty. */
    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"DATA", "ENVELOPE_DATA"})
    void aContentForNobodyIsEndedEmpty(Way way) {
        ClientRun run = way.run();
        run.site.answer("RCPT TO:<b", "550 5.1.1 no").answer("DATA", "354 go on");
        run.mail("one\r\n", B).mail("two\r\n", A).run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "550"), 2L, Map.of(0, "250")));
        assertThat(run.site.taken()).extracting(ModelSite.Taken::content).containsExactly("two\r\n");
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void aRefusedSenderIsTheWordOnAllRecipients(Way way) {
        ClientRun run = way.run();
        run.site.answer("MAIL", "451 4.7.1 not now");
        run.mail("one\r\n", A, B).mail("two\r\n", A).run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "451", 1, "451"), 2L, Map.of(0, "451")));
        assertThat(run.site.taken()).isEmpty();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Way.class,
            names = {"DATA", "ENVELOPE_DATA", "LOCKSTEP", "PLAIN", "HELO"})
    void aRefusedDataLeavesTheNextMessageUnharmed(Way way) {
        ClientRun run = way.run();
        run.site.answer("DATA", "451 4.3.0 not now");
        run.mail("one\r\n", A).mail("two\r\n", B).run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "451"), 2L, Map.of(0, "451")));
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @ParameterizedTest
    @EnumSource(Way.class)
    void serviceClosingEndsTheSessionAndLeavesTheRestOpen(Way way) {
        ClientRun run = way.run();
        run.site.answer("RCPT TO:<b", "421 4.3.2 going down");
        run.mail("one\r\n", A).mail("two\r\n", B).mail("three\r\n", A).run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "250")));
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.end.orElseThrow().reply().orElseThrow().code()).isEqualTo(421);
    }

    /** RFC 3030 §2: a chunk that was announced is owed, though its verdict is out. */
    @Test
    void anEarlyVerdictDoesNotEndTheChunk() {
        ClientRun run = Way.ENVELOPE_CHUNKS.run();
        run.holdContent = true;
        run.mail("one\r\n", A).mail("two\r\n", A).run();
        run.say("552 5.3.4 too big\r\n");
        assertThat(run.answers).isEmpty();
        run.site.answer("END", "");
        run.giveContent();
        assertThat(run.answers).containsEntry(1L, Map.of(0, "552"));
        assertThat(run.site.commands()).contains("END");
    }

    @Test
    void theStreamDoesNotRunAheadWithoutEnd() {
        ClientRun run = Way.CHUNKS.run();
        List.of("RSET", "MAIL", "RCPT", "END").forEach(command -> run.site.answer(command, ""));
        for (int i = 0; i < 10; i++) {
            run.mail("x".repeat(5_000) + "\r\n", A);
        }
        run.run();
        assertThat(run.site.commands().stream().filter("END"::equals)).hasSize(5);
    }

    @Test
    void aReplyToNothingEndsTheSession() {
        ClientRun run = Way.CHUNKS.run();
        run.site.answer("END", "250 2.0.0 taken\r\n250 2.0.0 and again");
        run.mail("one\r\n", A).run();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
        assertThat(run.answers).containsEntry(1L, Map.of(0, "250"));
    }
}
