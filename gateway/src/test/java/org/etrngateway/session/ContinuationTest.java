package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Messages that are gone on with where a connection has ended (RFC 1845), in all the ways they can be sent. */
class ContinuationTest {
    private static final String A = "a@acme.example";
    private static final String B = "b@acme.example";
    private static final String FROM = "MAIL FROM:<alice@sender.example>";
    private static final String TRANSID = FROM + " TRANSID=<n1@mx.isp.example>";
    private static final Reply TAKEN = Reply.of(250, "2.1.5", "taken");
    private static final Reply UNKNOWN = Reply.of(550, "5.1.1", "no");

    private enum Way {
        CHUNKS(Pipelining.AUTO, "PIPELINING CHUNKING CHECKPOINT"),
        DATA(Pipelining.AUTO, "PIPELINING CHECKPOINT"),
        ENVELOPE_CHUNKS(Pipelining.ENVELOPE, "PIPELINING CHUNKING CHECKPOINT"),
        ENVELOPE_DATA(Pipelining.ENVELOPE, "PIPELINING CHECKPOINT"),
        LOCKSTEP(Pipelining.LOCKSTEP, "CHECKPOINT");

        private final Pipelining setting;
        private final String keywords;

        Way(Pipelining setting, String keywords) {
            this.setting = setting;
            this.keywords = keywords;
        }

        ClientRun run(int piece) {
            ClientRun run = ClientRun.plain(setting, keywords.split(" ", -1));
            run.piece = piece;
            return run;
        }

        boolean chunks() {
            return this == CHUNKS || this == ENVELOPE_CHUNKS;
        }
    }

    private static Stream<Arguments> waysAndPieces() {
        return Stream.of(Way.values())
                .flatMap(way -> Stream.of(1, 7, Integer.MAX_VALUE).map(p -> Arguments.of(way, p)));
    }

    private static ModelSite.Taken taken(String content, String... to) {
        return new ModelSite.Taken("alice@sender.example", List.of(to), content);
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void theRestFollowsWithoutRecipients(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", A);
        run.mail("one\r\n.two\r\n", A)
                .named(false, Map.of())
                .mail("next\r\n", B)
                .run();
        assertThat(run.site.taken()).containsExactly(taken("one\r\n.two\r\n", A), taken("next\r\n", B));
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "250"), 2L, Map.of(0, "250")));
        assertThat(run.told).containsExactly("1 resumed at 5");
        assertThat(run.site.commands())
                .containsSubsequence(TRANSID, way.chunks() ? "BDAT 6 LAST" : "DATA", "END", FROM, "QUIT");
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void nothingFollowsAMessageThatIsThere(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", A);
        run.mail("one\r\n", A).named(false, Map.of()).mail("next\r\n", B).run();
        assertThat(run.site.taken()).containsExactly(taken("one\r\n", A), taken("next\r\n", B));
        assertThat(run.site.commands()).containsSubsequence(TRANSID, way.chunks() ? "BDAT 0 LAST" : "DATA", "END");
        assertThat(run.answers).containsEntry(1L, Map.of(0, "250"));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aNameThatTheServerDoesNotKnowBeginsAMessage(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.mail("one\r\n", A, B).named(false, Map.of()).mail("next\r\n", B).run();
        assertThat(run.site.taken()).containsExactly(taken("one\r\n", A, B), taken("next\r\n", B));
        assertThat(run.told).containsExactly("1 enveloped {0=250, 1=250}");
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void recipientsEndAsTheyWereAnsweredBefore(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", B);
        run.mail("one\r\ntwo\r\n", A, B)
                .named(false, Map.of(0, UNKNOWN, 1, TAKEN))
                .run();
        assertThat(run.site.taken()).containsExactly(taken("one\r\ntwo\r\n", B));
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "550", 1, "250")));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void whereNobodyKnowsForWhomItIsItBeginsAnew(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", A);
        run.mail("one\r\ntwo\r\n", A, B)
                .named(false, Map.of())
                .mail("next\r\n", B)
                .run();
        assertThat(run.site.taken()).containsExactly(taken("one\r\ntwo\r\n", A, B), taken("next\r\n", B));
        assertThat(run.site.commands()).containsSubsequence(TRANSID, "RSET", TRANSID, "RCPT TO:<" + A + ">");
        assertThat(run.answers).containsEntry(1L, Map.of(0, "250", 1, "250"));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void whatTheServerDoesNotForgetGoesWithoutAName(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.answer(TRANSID, "355 5 octets are here");
        run.mail("one\r\ntwo\r\n", A, B).named(false, Map.of()).run();
        assertThat(run.site.commands()).containsSubsequence(TRANSID, "RSET", TRANSID, "RSET", FROM, "END", "QUIT");
        assertThat(run.site.taken()).containsExactly(taken("one\r\ntwo\r\n", A, B));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aServerThatHasMoreThanThereIsIsNotTrusted(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\ntwo\r\n", A);
        run.mail("one\r\n", A).named(false, Map.of()).mail("next\r\n", B).run();
        assertThat(run.site.taken()).containsExactly(taken("next\r\n", B));
        assertThat(run.told).containsExactly("1 distrusted");
        assertThat(run.answers).doesNotContainKey(1L).containsKey(2L);
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aServerThatRefusesWhatItWentOnWithIsNotTrusted(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", A);
        run.site.answer("END", "554 5.6.0 damaged");
        run.mail("one\r\ntwo\r\n", A).named(false, Map.of()).run();
        assertThat(run.told).containsExactly("1 resumed at 5", "1 distrusted");
        assertThat(run.answers).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aMessageThatItWentOnWithMayBeDeferred(Way way, int piece) {
        ClientRun run = way.run(piece);
        run.site.keeps("one\r\n", A);
        run.site.answer("END", "452 4.3.1 no room");
        run.mail("one\r\ntwo\r\n", A).named(false, Map.of()).run();
        assertThat(run.told).containsExactly("1 resumed at 5");
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "452")));
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aServerThatDoesNotKnowTheParameterItOffersIsNotTrusted(Way way, int piece) {
        for (boolean first : List.of(true, false)) {
            ClientRun run = way.run(piece);
            run.site.answer(TRANSID, "555 5.5.4 what?");
            run.mail("one\r\n", A).named(first, Map.of()).mail("next\r\n", B).run();
            assertThat(run.told).containsExactly("1 distrusted");
            assertThat(run.site.taken()).containsExactly(taken("next\r\n", B));
        }
    }

    @ParameterizedTest
    @MethodSource("waysAndPieces")
    void aSenderThatIsRefusedIsRefused(Way way, int piece) {
        for (boolean first : List.of(true, false)) {
            ClientRun run = way.run(piece);
            run.site.answer(TRANSID, "550 5.7.1 not you");
            run.mail("one\r\n", A).named(first, Map.of()).mail("next\r\n", B).run();
            assertThat(run.told).isEmpty();
            assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "550"), 2L, Map.of(0, "250")));
        }
    }

    @Test
    void aFirstUseIsSentAheadAndALaterOneWaits() {
        ClientRun run = Way.CHUNKS.run(Integer.MAX_VALUE);
        run.site.answer("MAIL", "");
        run.mail("one\r\n", A).named(true, Map.of()).run();
        assertThat(run.site.commands()).contains(TRANSID, "BDAT 5 LAST");

        ClientRun later = Way.CHUNKS.run(Integer.MAX_VALUE);
        later.site.answer(FROM + " TRANSID", "");
        later.mail("zero\r\n", B).mail("one\r\n", A).named(false, Map.of()).run();
        assertThat(later.site.commands()).endsWith(FROM + " TRANSID=<n2@mx.isp.example>");
    }

    @Test
    void a355ToAFirstUseEndsTheConnectionBeforeTheContentIsTaken() {
        ClientRun run = Way.CHUNKS.run(Integer.MAX_VALUE);
        run.holdContent = true;
        run.site.keeps("one\r\n", A);
        run.mail("one\r\ntwo\r\n", A).named(true, Map.of()).run();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.site.taken()).isEmpty();
        assertThat(run.answers).isEmpty();
    }

    @Test
    void aServerThatOffersNothingHearsNoName() {
        ClientRun run = ClientRun.plain(Pipelining.AUTO, "PIPELINING", "CHUNKING");
        run.mail("one\r\n", A).named(false, Map.of()).run();
        assertThat(run.site.commands()).contains(FROM);
        assertThat(run.told).isEmpty();
    }
}
