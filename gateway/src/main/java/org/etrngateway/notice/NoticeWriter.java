package org.etrngateway.notice;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.internet.MimeUtility;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.UnsupportedEncodingException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Base64;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Envelope;

/**
 * Composes delivery status notifications (RFC 3464): a text for people, the report, and what comes back of the message.
 * What goes into them was chosen by others. Thread-safe.
 */
final class NoticeWriter {
    private static final int BEHIND_SUBJECT = "Subject: ".length();

    private final Clock clock;

    NoticeWriter(Clock wall) {
        clock = wall;
    }

    /**
     * @param hostname who reports
     * @param returned what comes back; empty: nothing does
     */
    byte[] write(DomainName hostname, Notice notice, NoticeText text, Optional<Returned> returned) {
        try {
            MimeMultipart report = new MimeMultipart("report");
            ContentType type = new ContentType(report.getContentType());
            type.setParameter("report-type", "delivery-status");
            report.addBodyPart(text(text.text()));
            DeliveryStatus status = new DeliveryStatus(hostname, notice);
            report.addBodyPart(part(status.type(), status.octets()));
            if (returned.isPresent()) {
                boolean international = notice.envelope().smtpUtf8();
                report.addBodyPart(
                        part(returned.get().type(international), returned.get().octets()));
            }
            return render(headers(hostname, notice.envelope(), text.subject(), type.toString()), report);
        } catch (MessagingException e) {
            throw new IllegalStateException("a notice cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private InternetHeaders headers(DomainName hostname, Envelope envelope, String subject, String type)
            throws UnsupportedEncodingException {
        InternetHeaders headers = new InternetHeaders();
        headers.addHeader("Date", DeliveryStatus.date(clock.instant()));
        headers.addHeader("From", "Mail Delivery System <MAILER-DAEMON@" + hostname + ">");
        headers.addHeader("To", "<" + envelope.sender() + ">");
        headers.addHeader("Subject", MimeUtility.fold(BEHIND_SUBJECT, MimeUtility.encodeText(subject, "utf-8", "B")));
        headers.addHeader("Message-ID", "<" + UUID.randomUUID() + "@" + hostname + ">");
        // RFC 3834 §5: nobody's holiday shall be told to us.
        headers.addHeader("Auto-Submitted", "auto-replied");
        headers.addHeader("MIME-Version", "1.0");
        headers.addHeader("Content-Type", type);
        return headers;
    }

    /** Writes it here: the handler that Jakarta Mail finds for multipart/report writes no other class than its own. */
    private static byte[] render(InternetHeaders headers, MimeMultipart report) throws MessagingException, IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        for (String line : Collections.list(headers.getAllHeaderLines())) {
            octets.writeBytes((line + "\r\n").getBytes(StandardCharsets.UTF_8));
        }
        octets.writeBytes("\r\n".getBytes(StandardCharsets.US_ASCII));
        report.writeTo(octets);
        return octets.toByteArray();
    }

    /** Words that are not ASCII are encoded, so that no server on the way need know 8BITMIME for their sake. */
    private static MimeBodyPart text(String text) throws MessagingException {
        byte[] octets = text.getBytes(StandardCharsets.UTF_8);
        if (!Returned.isEightBit(octets)) {
            return part("text/plain; charset=utf-8", octets);
        }
        InternetHeaders headers = new InternetHeaders();
        headers.addHeader("Content-Type", "text/plain; charset=utf-8");
        headers.addHeader("Content-Transfer-Encoding", "base64");
        return new MimeBodyPart(headers, Base64.getMimeEncoder().encode(octets));
    }

    /** A part of raw octets, with nothing added to what they are. */
    private static MimeBodyPart part(String type, byte[] octets) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.addHeader("Content-Type", type);
        // Said in any case, or Jakarta Mail would say what it thinks right and not do it.
        headers.addHeader("Content-Transfer-Encoding", Returned.isEightBit(octets) ? "8bit" : "7bit");
        return new MimeBodyPart(headers, octets);
    }
}
