package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.BodyPart;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MemoryQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.MutableClock;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Selection;
import org.junit.jupiter.api.Test;

/** The notice as a mail program reads it. */
class NoticeWriterTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final String HEADERS =
            "From: alice@sender.example\r\nSubject: hello\r\nX-Long: " + "x".repeat(1500) + "\r\n\tfolded  \r\n";
    private static final String CONTENT = HEADERS + "\r\nText.\r\n.\r\n";

    private final MutableClock clock = new MutableClock();
    private final MemoryQueue queue = new MemoryQueue(domain -> Optional.of(ACME), Map.of(), clock);
    private final NoticeWriter writer = new NoticeWriter(DomainName.parse("mx.isp.example"), queue, clock);

    private byte[] notice(Optional<Envelope.Ret> ret, String content, Outcome.Kind kind, String reply, String to) {
        Recipient recipient =
                new Recipient(Mailbox.parse(to), Set.of(), Optional.of("rfc822;b+2Bc@acme.example"), false);
        Envelope envelope = new Envelope(
                ReversePath.parse("alice@sender.example"),
                List.of(Messages.to("taken@acme.example"), recipient),
                clock.instant(),
                Envelope.Body.SEVEN_BIT,
                false,
                ret,
                Optional.of("QQ+2B1+3D"),
                OptionalInt.empty(),
                Optional.empty(),
                Envelope.Origin.RECEIVED);
        Messages.put(queue, envelope, "hello", content.getBytes(StandardCharsets.UTF_8));
        Lease lease = queue.claim(ACME, Selection.released(clock.instant()), 1, 1_000_000)
                .get(0);
        Report what = kind == Outcome.Kind.DELIVERED ? Report.RELAYED : Report.FAILED;
        return writer.write(what, lease, List.of(Outcome.of(1, kind, clock.instant(), reply)));
    }

    private byte[] failed(Optional<Envelope.Ret> ret) {
        return notice(ret, CONTENT, Outcome.Kind.FAILED, "550 5.1.1 no such user", "bob@acme.example");
    }

    private static MimeMessage message(byte[] octets) throws Exception {
        return new MimeMessage(Session.getInstance(new Properties()), new ByteArrayInputStream(octets));
    }

    private static BodyPart part(byte[] octets, int index) throws Exception {
        return ((MimeMultipart) message(octets).getContent()).getBodyPart(index);
    }

    private static String text(byte[] octets, int index) throws Exception {
        return new String(part(octets, index).getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void itIsAReportOfThreeParts() throws Exception {
        byte[] octets = failed(Optional.empty());
        MimeMessage message = message(octets);
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
        assertThat(message.getSubject()).isEqualTo(Report.FAILED.subject());
        assertThat(text(octets, 0))
                .contains("<bob@acme.example>", "550 5.1.1 no such user")
                .doesNotContain("taken@");
    }

    @Test
    void whatWasRelayedIsNoFailureAndReturnsHeadersOnly() throws Exception {
        byte[] octets = notice(
                Optional.of(Envelope.Ret.FULL), CONTENT, Outcome.Kind.DELIVERED, "250 2.1.5 taken", "bob@acme.example");
        assertThat(message(octets).getSubject()).isEqualTo("Your message was passed on");
        assertThat(text(octets, 1))
                .contains("Original-Envelope-Id: QQ+1=\r\n")
                .contains("Action: relayed\r\n")
                .contains("Status: 2.1.5\r\n")
                .contains("Diagnostic-Code: smtp; 250 2.1.5 taken\r\n");
        assertThat(part(octets, 2).isMimeType("text/rfc822-headers")).isTrue();
    }

    @Test
    void theReportHasTheFieldsOfTheStandard() throws Exception {
        byte[] octets = failed(Optional.empty());
        assertThat(part(octets, 1).isMimeType("message/delivery-status")).isTrue();
        assertThat(text(octets, 1).split("\r\n\r\n", -1)).hasSize(2);
        assertThat(text(octets, 1))
                .contains("Original-Envelope-Id: QQ+1=\r\n")
                .contains("Reporting-MTA: dns; mx.isp.example\r\n")
                .contains("Original-Recipient: rfc822; b+c@acme.example\r\n")
                .contains("Final-Recipient: rfc822; bob@acme.example\r\n")
                .contains("Action: failed\r\n")
                .contains("Status: 5.1.1\r\n")
                .contains("Diagnostic-Code: smtp; 550 5.1.1 no such user\r\n");
    }

    @Test
    void whatIsHeldHasAReportOfDelayAndNothingIsReturned() throws Exception {
        Envelope envelope = Messages.envelope(clock.instant(), "taken@acme.example", "bob@acme.example");
        byte[] octets = writer.writeHeld(envelope, List.of(1), clock.instant().plus(Duration.ofDays(5)));
        MimeMessage message = message(octets);
        assertThat(((MimeMultipart) message.getContent()).getCount()).isEqualTo(2);
        assertThat(message.getSubject()).isEqualTo(NoticeWriter.HELD_SUBJECT);
        assertThat(message.getHeader("To")).containsExactly("<alice@sender.example>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-replied");
        assertThat(text(octets, 0)).contains("<bob@acme.example>").doesNotContain("taken@");
        assertThat(text(octets, 1))
                .contains("Final-Recipient: rfc822; bob@acme.example\r\n")
                .contains("Action: delayed\r\n")
                .contains("Status: 4.2.3\r\n")
                .containsPattern("Will-Retry-Until: \\w+, 6 Mar 2026 ");
    }

    @Test
    void whatExpiredHasAStatusAndNoDiagnostic() throws Exception {
        byte[] octets = notice(Optional.empty(), CONTENT, Outcome.Kind.EXPIRED, "not delivered", "bob@acme.example");
        assertThat(text(octets, 1)).contains("Status: 5.4.7\r\n").doesNotContain("Diagnostic-Code");
    }

    @Test
    void aReplyWithoutEnhancedCodeHasAGenericStatus() throws Exception {
        byte[] octets = notice(Optional.empty(), CONTENT, Outcome.Kind.FAILED, "550 no", "bob@acme.example");
        assertThat(text(octets, 1)).contains("Status: 5.0.0\r\n");
    }

    @Test
    void theHeadersComeBackUnaltered() throws Exception {
        for (Optional<Envelope.Ret> ret : List.of(Optional.<Envelope.Ret>empty(), Optional.of(Envelope.Ret.HDRS))) {
            byte[] octets = failed(ret);
            assertThat(part(octets, 2).isMimeType("text/rfc822-headers")).isTrue();
            assertThat(part(octets, 2).getHeader("Content-Transfer-Encoding")).containsExactly("7bit");
            assertThat(text(octets, 2)).isEqualTo(HEADERS);
        }
    }

    @Test
    void theWholeMessageComesBackWhereRetSaysSo() throws Exception {
        byte[] octets = failed(Optional.of(Envelope.Ret.FULL));
        assertThat(part(octets, 2).isMimeType("message/rfc822")).isTrue();
        assertThat(new String(octets, StandardCharsets.UTF_8)).contains("\r\n\r\n" + CONTENT + "\r\n--");
    }

    @Test
    void aMessageThatIsTooLongComesBackAsHeaders() throws Exception {
        String content = HEADERS + "\r\n" + "line\r\n".repeat(100_000);
        byte[] octets = notice(
                Optional.of(Envelope.Ret.FULL), content, Outcome.Kind.FAILED, "550 5.1.1 no", "bob@acme.example");
        assertThat(text(octets, 2)).isEqualTo(HEADERS);
    }

    @Test
    void anInternationalRecipientMakesAnInternationalReport() throws Exception {
        byte[] octets =
                notice(Optional.empty(), CONTENT, Outcome.Kind.FAILED, "550 5.1.1 no", "j\u00f6rg@acme.example");
        assertThat(part(octets, 1).isMimeType("message/global-delivery-status")).isTrue();
        assertThat(part(octets, 1).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(text(octets, 1)).contains("Final-Recipient: utf-8; j\u00f6rg@acme.example\r\n");
    }

    @Test
    void eightBitHeadersComeBackAsTheyWere() throws Exception {
        String headers = "Subject: gr\u00fc\u00dfe\r\n";
        byte[] octets = notice(
                Optional.empty(), headers + "\r\ntext\r\n", Outcome.Kind.FAILED, "550 5.1.1 no", "bob@acme.example");
        assertThat(part(octets, 2).getHeader("Content-Transfer-Encoding")).containsExactly("8bit");
        assertThat(text(octets, 2)).isEqualTo(headers);
    }

    @Test
    void itIsCleanOnTheWire() {
        byte[] octets = notice(
                Optional.empty(),
                "Subject: short\r\n\r\n",
                Outcome.Kind.FAILED,
                "550 5.1.1 " + "very long ".repeat(190),
                "bob@acme.example");
        String wire = new String(octets, StandardCharsets.ISO_8859_1);
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
        Envelope envelope = Messages.envelope(clock.instant(), "bob@acme.example");
        queue.corrupt(Messages.put(queue, envelope, "hello", CONTENT.getBytes(StandardCharsets.UTF_8)));
        Lease lease = queue.claim(ACME, Selection.released(clock.instant()), 1, 1_000_000)
                .get(0);
        byte[] octets = writer.write(
                Report.FAILED, lease, List.of(Outcome.of(0, Outcome.Kind.FAILED, clock.instant(), "550 5.1.1 no")));
        assertThat(text(octets, 1)).contains("Final-Recipient: rfc822; bob@acme.example\r\n");
    }
}
