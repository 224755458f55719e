package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.Credentials;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SessionConfig.EightBit;
import org.etrngateway.config.SessionConfig.Pipelining;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClientSessionTest {
    private static final TlsMode PINNED =
            TlsMode.pinned(Set.of(KeyPin.parse("sha256/AoMco635mhAlMghzdNlkchCPJvEAge4Gvoa0IUEeuFY=")));

    private static final String A = "a@acme.example";
    private static final Credentials LOGIN = new Credentials("relay", "secret");

    private static ClientRun run(TlsMode tls, String... keywords) {
        return run(tls, EightBit.PASS, Optional.empty(), keywords);
    }

    private static ClientRun run(TlsMode tls, EightBit eightBit, Optional<Credentials> login, String... keywords) {
        return new ClientRun(new SessionConfig(tls, Pipelining.AUTO, eightBit, Duration.ZERO), login, keywords);
    }

    @Test
    void tlsIsUsedWhereItIsOfferedAndGreetsAnew() {
        ClientRun run = run(TlsMode.MAY, "STARTTLS").mail("one\r\n", A).run();
        assertThat(run.site.commands()).containsExactly("EHLO mx.isp.example", "STARTTLS");
        assertThat(run.events).containsExactly("startTls site.example MAY");
        run.secured();
        assertThat(run.site.commands())
                .startsWith(
                        "EHLO mx.isp.example", "STARTTLS", "EHLO mx.isp.example", "MAIL FROM:<alice@sender.example>");
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    @Test
    void tlsThatIsRequiredIsVerifiedAndNeverLeftOut() {
        ClientRun with = run(TlsMode.REQUIRE, "STARTTLS").mail("one\r\n", A).run();
        assertThat(with.events).containsExactly("startTls site.example REQUIRE");
        with.closed();
        assertThat(with.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        for (String keyword : List.of("DSN", "HELO")) {
            ClientRun without = run(TlsMode.REQUIRE, keyword).mail("one\r\n", A).run();
            assertThat(without.ending()).isEqualTo(SessionEnd.Kind.FAILED);
            assertThat(without.site.commands()).containsExactly("EHLO mx.isp.example");
        }
    }

    @Test
    void aHollowOfferMayBePassedOver() {
        ClientRun refused = run(TlsMode.MAY, "STARTTLS").mail("one\r\n", A);
        refused.site.answer("STARTTLS", "454 4.7.0 no certificate");
        assertThat(refused.run().ending()).isEqualTo(SessionEnd.Kind.NO_TLS);
        ClientRun broken = run(TlsMode.MAY, "STARTTLS").mail("one\r\n", A).run();
        broken.closed();
        assertThat(broken.ending()).isEqualTo(SessionEnd.Kind.NO_TLS);
    }

    @ParameterizedTest
    @MethodSource("modes")
    void whatStandsBehindThe220IsAnAttack(TlsMode tls) {
        ClientRun run = run(tls, "STARTTLS").mail("one\r\n", A);
        run.site.answer("STARTTLS", "220 2.0.0 go on\r\n250 2.0.0 injected");
        assertThat(run.run().ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.events).isEmpty();
    }

    static Stream<TlsMode> modes() {
        return Stream.of(TlsMode.MAY, TlsMode.REQUIRE, PINNED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DSN", "HELO"})
    void aPinIsAsMuchOfADemandAsACertificate(String keyword) {
        ClientRun without = run(PINNED, keyword).mail("one\r\n", A).run();
        assertThat(without.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(without.site.commands())
                .doesNotContain("HELO mx.isp.example")
                .noneMatch(it -> it.startsWith("MAIL"));
        ClientRun refused = run(PINNED, "STARTTLS").mail("one\r\n", A);
        refused.site.answer("STARTTLS", "454 4.7.0 no");
        assertThat(refused.run().ending()).isEqualTo(SessionEnd.Kind.FAILED);
        ClientRun broken = run(PINNED, "STARTTLS").mail("one\r\n", A).run();
        assertThat(broken.events).containsExactly("startTls site.example PIN");
        broken.closed();
        assertThat(broken.ending()).isEqualTo(SessionEnd.Kind.FAILED);
    }

    @Test
    void heloFollowsARefusedEhlo() {
        ClientRun run = run(TlsMode.MAY, "HELO").mail("one\r\n", A).run();
        assertThat(run.site.commands()).startsWith("EHLO mx.isp.example", "HELO mx.isp.example");
        assertThat(run.site.taken()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"554 5.7.1 go away", "421 4.3.2 busy", "450 4.3.2 busy"})
    void aGreetingThatIsNoneEndsTheSession(String greeting) {
        ClientRun run = run(TlsMode.MAY, "DSN").mail("one\r\n", A);
        run.site.answer("CONNECT", greeting);
        assertThat(run.run().ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.end.orElseThrow().reason()).isEqualTo(greeting);
        assertThat(run.site.commands()).isEmpty();
    }

    @Test
    void credentialsGoUnderTlsOnly() {
        ClientRun open = run(TlsMode.MAY, EightBit.PASS, Optional.of(LOGIN), "AUTH PLAIN")
                .mail("one\r\n", A)
                .run();
        assertThat(open.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(open.site.commands()).containsExactly("EHLO mx.isp.example");
        ClientRun secure = run(TlsMode.MAY, EightBit.PASS, Optional.of(LOGIN), "STARTTLS", "AUTH PLAIN LOGIN")
                .mail("one\r\n", A)
                .run();
        secure.secured();
        assertThat(secure.site.commands()).contains("AUTH PLAIN AHJlbGF5AHNlY3JldA==");
        assertThat(secure.site.taken()).hasSize(1);
    }

    /** A server that is said to know no EHLO cannot be logged in to, and gets no mail without. */
    @Test
    void whoHasToLogInDoesNotGoOnWithHelo() {
        ClientRun run = run(TlsMode.MAY, EightBit.PASS, Optional.of(LOGIN), "HELO")
                .mail("one\r\n", A)
                .run();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.site.commands()).containsExactly("EHLO mx.isp.example");
    }

    /** It would be taken for the answer to the next command. */
    @Test
    void anAnswerToNothingEndsTheSession() {
        ClientRun run = run(TlsMode.MAY, "DSN").mail("one\r\n", A);
        run.site.answer("EHLO", "250 site.example\r\n250 2.1.0 taken already");
        assertThat(run.run().ending()).isEqualTo(SessionEnd.Kind.OUT_OF_STEP);
        assertThat(run.site.taken()).isEmpty();
    }

    @Test
    void aRefusedLoginEndsTheSession() {
        ClientRun run = run(TlsMode.MAY, EightBit.PASS, Optional.of(LOGIN), "STARTTLS", "AUTH PLAIN")
                .mail("one\r\n", A);
        run.site.answer("AUTH", "535 5.7.8 no");
        run.run().secured();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.FAILED);
        assertThat(run.site.taken()).isEmpty();
    }

    @Test
    void whatTheServerSaysItCannotTakeIsRefusedHere() {
        ClientRun run = run(TlsMode.MAY, "SIZE 10", "PIPELINING")
                .mail("much too long\r\n", A)
                .mail("ok\r\n", A)
                .run();
        assertThat(run.answers).isEqualTo(Map.of(1L, Map.of(0, "552"), 2L, Map.of(0, "250")));
        assertThat(run.site.taken()).hasSize(1);
    }

    @Test
    void eightBitMailIsPassedOrRefused() {
        String content = "\u00e9\r\n";
        ClientRun pass = run(TlsMode.MAY, EightBit.PASS, Optional.empty(), "PIPELINING")
                .mail(content, A)
                .run();
        assertThat(pass.site.taken()).extracting(ModelSite.Taken::content).containsExactly(content);
        ClientRun refuse = run(TlsMode.MAY, EightBit.REFUSE, Optional.empty(), "PIPELINING")
                .mail(content, A)
                .run();
        assertThat(refuse.answers).containsEntry(1L, Map.of(0, "554"));
        ClientRun offered = run(TlsMode.MAY, EightBit.REFUSE, Optional.empty(), "8BITMIME")
                .mail(content, A)
                .run();
        assertThat(offered.site.taken()).hasSize(1);
    }

    @Test
    void internationalMailNeedsAServerThatTakesIt() {
        Envelope envelope = envelope("j\u00f6rg@acme.example", true);
        ClientRun without =
                run(TlsMode.MAY, "8BITMIME").mail(envelope, "one\r\n").run();
        assertThat(without.answers).containsEntry(1L, Map.of(0, "553"));
        assertThat(without.site.commands()).noneMatch(line -> line.startsWith("MAIL"));
        ClientRun with = run(TlsMode.MAY, "SMTPUTF8").mail(envelope, "one\r\n").run();
        assertThat(with.site.commands()).contains("MAIL FROM:<> SMTPUTF8");
    }

    @Test
    void theEnvelopeIsPassedOnAsFarAsTheServerKnowsIt() {
        Envelope envelope = envelope(A, false);
        ClientRun all = run(TlsMode.MAY, "SIZE", "8BITMIME", "DSN")
                .mail(envelope, "one\r\n")
                .run();
        assertThat(all.site.commands())
                .contains(
                        "MAIL FROM:<> SIZE=5 BODY=8BITMIME RET=HDRS ENVID=QQ+2B",
                        "RCPT TO:<a@acme.example> NOTIFY=FAILURE,DELAY ORCPT=rfc822;b@acme.example");
        ClientRun none = run(TlsMode.MAY, "CHUNKING").mail(envelope, "one\r\n").run();
        assertThat(none.site.commands()).contains("MAIL FROM:<>", "RCPT TO:<a@acme.example>");
    }

    @Test
    void noAnswerAndNoConnectionAreFailures() {
        ClientRun run = run(TlsMode.MAY, "DSN");
        run.closed();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.FAILED);
    }

    @Test
    void aConnectionThatEndsAfterQuitWasDone() {
        ClientRun run = run(TlsMode.MAY, "DSN").mail("one\r\n", A);
        run.site.answer("QUIT", "");
        run.run();
        assertThat(run.end).isEmpty();
        run.closed();
        assertThat(run.ending()).isEqualTo(SessionEnd.Kind.DONE);
    }

    private static Envelope envelope(String recipient, boolean smtpUtf8) {
        Recipient to = new Recipient(
                Mailbox.parse(recipient),
                smtpUtf8 ? Set.of() : Set.of(Recipient.Notify.DELAY, Recipient.Notify.FAILURE),
                smtpUtf8 ? Optional.empty() : Optional.of("rfc822;b@acme.example"),
                false);
        return new Envelope(
                ReversePath.NULL,
                List.of(to),
                MutableClock.START,
                smtpUtf8 ? Envelope.Body.SEVEN_BIT : Envelope.Body.EIGHT_BIT_MIME,
                smtpUtf8,
                smtpUtf8 ? Optional.empty() : Optional.of(Envelope.Ret.HDRS),
                smtpUtf8 ? Optional.empty() : Optional.of("QQ+2B"),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }
}
