package org.etrngateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Outcome.Kind;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.wording.Language;
import org.junit.jupiter.api.Test;

/** The notice as a mail program reads it. */
class NoticeTest {
    private static final String HEADERS =
            "From: alice@sender.example\r\nSubject: hello\r\nX-Long: " + "x".repeat(1500) + "\r\n\tfolded  \r\n";
    private static final String CONTENT = HEADERS + "\r\nText.\r\n.\r\n";
    private static final String BOB = "bob@acme.example";

    private final NoticeWorld world = new NoticeWorld();

    private Envelope envelope(Optional<Envelope.Ret> ret, String to, String orcpt, boolean smtpUtf8) {
        Recipient recipient = new Recipient(Mailbox.parse(to), Set.of(), Optional.of(orcpt), false);
        return new Envelope(
                ReversePath.parse("alice@sender.example"),
                List.of(Messages.to("taken@acme.example"), recipient),
                world.clock.instant(),
                Envelope.Body.SEVEN_BIT,
                smtpUtf8,
                ret,
                Optional.of("QQ+2B1+3D"),
                Wishes.NONE,
                Envelope.Origin.RECEIVED);
    }

    private Envelope envelope(Optional<Envelope.Ret> ret) {
        return envelope(ret, BOB, "rfc822;b+2Bc@acme.example", false);
    }

    private void failed(Optional<Envelope.Ret> ret, String content) {
        world.report(world.mail(envelope(ret), content), Kind.FAILED, "550 5.1.1 no such user");
    }

    @Test
    void itIsAReportOfThreeParts() throws Exception {
        failed(Optional.empty(), CONTENT);
        MimeMessage message = world.message();
        assertThat(message.isMimeType("multipart/report")).isTrue();
        assertThat(message.getContentType())
                .contains("report-type=delivery-status")
                .contains("boundary=");
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(3);
        assertThat(message.getHeader("To")).containsExactly("<alice@sender.example>");
        assertThat(message.getHeader("From")).containsExactly("Mail Delivery System <MAILER-DAEMON@mx.isp.example>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(message.getHeader("MIME-Version")).containsExactly("1.0");
        assertThat(message.getMessageID()).matches("<[^@<>]+@mx\\.isp\\.example>");
        assertThat(message.getSubject()).isEqualTo("Undelivered mail returned to sender");
        assertThat(world.text(0))
                .contains("<bob@acme.example>\r\n    550 5.1.1 no such user\r\n")
                .doesNotContain("taken@", "{");
    }

    @Test
    void whatWasRelayedIsNoFailureAndReturnsHeadersOnly() throws Exception {
        Lease lease = world.mail(envelope(Optional.of(Envelope.Ret.FULL)), CONTENT);
        Outcome passed = Outcome.of(1, Kind.DELIVERED, world.clock.instant(), "250 2.1.5 taken");
        Messages.await(world.bounces.relayed(lease, List.of(passed)));
        assertThat(world.message().getSubject()).isEqualTo("Your message was passed on");
        assertThat(world.text(1))
                .contains("Original-Envelope-Id: QQ+1=\r\n")
                .contains("Action: relayed\r\n")
                .contains("Status: 2.1.5\r\n")
                .contains("Diagnostic-Code: smtp; 250 2.1.5 taken\r\n");
        assertThat(world.part(2).isMimeType("text/rfc822-headers")).isTrue();
    }

    @Test
    void theReportHasTheFieldsOfTheStandard() throws Exception {
        failed(Optional.empty(), CONTENT);
        assertThat(world.part(1).isMimeType("message/delivery-status")).isTrue();
        assertThat(world.text(1).split("\r\n\r\n", -1)).hasSize(2);
        assertThat(world.text(1))
                .contains("Original-Envelope-Id: QQ+1=\r\n")
                .contains("Reporting-MTA: dns; mx.isp.example\r\n")
                .contains("Original-Recipient: rfc822; b+c@acme.example\r\n")
                .contains("Final-Recipient: rfc822; bob@acme.example\r\n")
                .contains("Action: failed\r\n")
                .contains("Status: 5.1.1\r\n")
                .contains("Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n")
                .contains("Last-Attempt-Date: ");
    }

    @Test
    void whatIsHeldHasAReportOfDelayAndNothingIsReturned() throws Exception {
        Envelope envelope = Messages.envelope(world.clock.instant(), "taken@acme.example", BOB);
        Messages.await(world.bounces.held(
                NoticeWorld.ACME, envelope, List.of(1), world.clock.instant().plus(Duration.ofDays(5))));
        assertThat(((MimeMultipart) world.message().getContent()).getCount()).isEqualTo(2);
        assertThat(world.message().getSubject()).isEqualTo("Your message is held: it is large");
        assertThat(world.text(0)).contains("<bob@acme.example>").doesNotContain("taken@", "{");
        assertThat(world.text(1))
                .contains("Final-Recipient: rfc822; bob@acme.example\r\n")
                .contains("Action: delayed\r\n")
                .contains("Status: 4.2.3\r\n")
                .containsPattern("Will-Retry-Until: \\w+, 6 Mar 2026 ");
    }

    @Test
    void whatIsDelayedSaysHowLongItIsKeptAndWhenItIsTriedNext() throws Exception {
        Lease lease = world.mail(envelope(Optional.of(Envelope.Ret.FULL)), CONTENT);
        Next next = Next.at(world.clock.instant().plus(Duration.ofHours(10)));
        Messages.await(world.bounces.delayed(
                lease, "450 4.2.1 busy", world.clock.instant().plus(Duration.ofDays(5)), next));
        assertThat(world.text(0))
                .containsPattern("The next attempt is at Sun, 1 Mar 2026 22:00")
                .containsPattern("If it cannot be delivered by Fri, 6 Mar 2026 ")
                .doesNotContain("{");
        assertThat(world.text(1))
                .contains("Action: delayed\r\nStatus: 4.2.1\r\nDiagnostic-Code: smtp; 450 4.2.1 busy\r\n")
                .containsPattern("Will-Retry-Until: Fri, 6 Mar 2026 ")
                .doesNotContain("Last-Attempt-Date");
        assertThat(world.part(2).isMimeType("text/rfc822-headers")).isTrue();
    }

    @Test
    void whatExpiredWasAnsweredByNobody() throws Exception {
        world.report(world.mail(envelope(Optional.empty()), CONTENT), Kind.EXPIRED, "not delivered");
        assertThat(world.text(0)).contains("so long that it is given up");
        assertThat(world.text(1))
                .contains("Action: failed\r\nStatus: 5.4.7\r\n")
                .doesNotContain("smtp;", "Last-Attempt-Date");
    }

    @Test
    void aReplyWithoutEnhancedCodeHasAGenericStatus() throws Exception {
        world.report(world.mail(envelope(Optional.empty()), CONTENT), Kind.FAILED, "550 no");
        assertThat(world.text(1)).contains("Status: 5.0.0\r\n");
    }

    @Test
    void theHeadersComeBackUnaltered() throws Exception {
        failed(Optional.of(Envelope.Ret.HDRS), CONTENT);
        assertThat(world.part(2).isMimeType("text/rfc822-headers")).isTrue();
        assertThat(world.part(2).getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
        assertThat(world.text(2)).isEqualTo(HEADERS);
    }

    @Test
    void onlyTheHeadersComeBackWhereNothingIsSaid() throws Exception {
        failed(Optional.empty(), CONTENT);
        assertThat(world.text(2)).isEqualTo(HEADERS);
    }

    @Test
    void theWholeMessageComesBackWhereRetSaysSo() throws Exception {
        failed(Optional.of(Envelope.Ret.FULL), CONTENT);
        assertThat(world.part(2).isMimeType("message/rfc822")).isTrue();
        assertThat(new String(world.notice(), StandardCharsets.UTF_8)).contains("\r\n\r\n" + CONTENT + "\r\n--");
    }

    @Test
    void aMessageThatIsTooLongComesBackAsHeaders() throws Exception {
        failed(Optional.of(Envelope.Ret.FULL), HEADERS + "\r\n" + "line\r\n".repeat(100_000));
        assertThat(world.text(2)).isEqualTo(HEADERS);
    }

    @Test
    void anInternationalRecipientMakesAnInternationalReport() throws Exception {
        Lease lease = world.mail(
                envelope(Optional.empty(), "j\u00f6rg@acme.example", "utf-8;j\\x{F6}rg@x.example", true), CONTENT);
        world.report(lease, Kind.FAILED, "550 5.1.1 no");
        assertThat(world.part(1).isMimeType("message/global-delivery-status")).isTrue();
        assertThat(world.part(1).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(world.text(1))
                .contains("Original-Recipient: utf-8; j\\x{F6}rg@x.example\r\n")
                .contains("Final-Recipient: utf-8; j\u00f6rg@acme.example\r\n");
        assertThat(world.part(2).isMimeType("text/rfc822-headers")).isTrue();
    }

    @Test
    void anInternationalHeaderComesBackAsOne() throws Exception {
        String header = "Subject: gr\u00fc\u00dfe\r\n";
        Lease lease =
                world.mail(envelope(Optional.empty(), BOB, "rfc822;bob@acme.example", true), header + "\r\ntext\r\n");
        world.report(lease, Kind.FAILED, "550 5.1.1 no");
        assertThat(world.part(2).isMimeType("message/global-headers")).isTrue();
        assertThat(world.text(2)).isEqualTo(header);
    }

    @Test
    void eightBitHeadersComeBackAsTheyWere() throws Exception {
        String headers = "Subject: gr\u00fc\u00dfe\r\n";
        failed(Optional.empty(), headers + "\r\ntext\r\n");
        assertThat(world.part(2).isMimeType("text/rfc822-headers")).isTrue();
        assertThat(world.part(2).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(world.text(2)).isEqualTo(headers);
    }

    @Test
    void wordsOfAnotherLanguageNeedNoEightBitServerAndTheReportIsTheSame() throws Exception {
        world.in(Language.RU);
        failed(Optional.empty(), CONTENT);
        assertThat(new String(world.notice(), StandardCharsets.ISO_8859_1)).matches("(?s)\\p{ASCII}*");
        assertThat(world.message().getSubject()).isEqualTo("Письмо не доставлено");
        assertThat(world.text(0)).contains("Это почтовый шлюз mx.isp.example.\r\n", "<bob@acme.example>\r\n");
        assertThat(world.text(1)).contains("Action: failed\r\n", "Final-Recipient: rfc822; bob@acme.example\r\n");
    }

    @Test
    void itIsCleanOnTheWire() {
        Lease lease = world.mail(envelope(Optional.empty()), "Subject: short\r\n\r\n");
        world.report(lease, Kind.FAILED, "550 5.1.1 " + "very long ".repeat(190));
        String wire = new String(world.notice(), StandardCharsets.ISO_8859_1);
        assertThat(wire).endsWith("\r\n");
        assertThat(wire.replace("\r\n", "")).doesNotContain("\r", "\n");
        assertThat(wire.split("\r\n", -1)).allMatch(line -> line.length() <= 998);
        assertThat(Pattern.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f\\x7f-\\xff]")
                        .matcher(wire)
                        .find())
                .isFalse();
    }

    @Test
    void contentThatIsDamagedDoesNotHoldUpTheNotice() throws Exception {
        Lease lease = world.mail(envelope(Optional.empty()), CONTENT);
        world.queue.corrupt(lease.id());
        world.report(lease, Kind.FAILED, "550 5.1.1 no");
        assertThat(world.text(1)).contains("Final-Recipient: rfc822; bob@acme.example\r\n");
    }
}
