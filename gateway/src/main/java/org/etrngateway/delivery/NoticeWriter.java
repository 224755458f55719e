package org.etrngateway.delivery;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.ContentType;
import jakarta.mail.internet.InternetHeaders;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;

/**
 * Writes delivery status notifications of failure, of relaying and, for what is held, of delay (RFC 3464): a text for people, the report, and the
 * headers of the message, or all of it where RET=FULL asks and it is small. Thread-safe.
 */
public final class NoticeWriter {
    static final String HELD_SUBJECT = "Your message is held: it is large";

    private static final int MAX_HEADER = 64 * 1024;
    private static final int MAX_RETURNED = 512 * 1024;
    private static final int MAX_DIAGNOSTIC = 500;
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private final DomainName hostname;
    private final MailQueue queue;
    private final Clock clock;

    /**
     * @param hostname who reports
     * @param queue where the content of what failed is read
     */
    public NoticeWriter(DomainName hostname, MailQueue queue, Clock clock) {
        this.hostname = hostname;
        this.queue = queue;
        this.clock = clock;
    }

    /**
     * The notice for recipients of one message; blocks on the disk.
     *
     * @param known what became of recipients of the lease; all of it fits what is reported
     */
    byte[] write(Report what, Lease lease, List<Outcome> known) {
        try {
            MimeMultipart report = new MimeMultipart("report");
            ContentType type = new ContentType(report.getContentType());
            type.setParameter("report-type", "delivery-status");
            report.addBodyPart(part("text/plain; charset=utf-8", text(what, lease, known)));
            report.addBodyPart(part(statusType(isAscii(lease, known)), status(what, lease, known)));
            report.addBodyPart(returned(what, lease));
            return render(headers(lease.envelope(), what.subject(), type.toString()), report);
        } catch (MessagingException e) {
            throw new IllegalStateException("the notice for " + lease.id() + " cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The notice that a message is held for recipients, for it is large. Nothing of it is returned: its sender has
     * it, and what is large shall not travel for this.
     *
     * @param recipients positions in the envelope
     * @param until when the message will be given up
     */
    byte[] writeHeld(Envelope envelope, List<Integer> recipients, Instant until) {
        List<Recipient> held =
                recipients.stream().map(envelope.recipients()::get).toList();
        boolean ascii = held.stream().noneMatch(recipient -> recipient.address().needsSmtpUtf8());
        try {
            MimeMultipart report = new MimeMultipart("report");
            ContentType type = new ContentType(report.getContentType());
            type.setParameter("report-type", "delivery-status");
            report.addBodyPart(part("text/plain; charset=utf-8", heldText(envelope, held, until)));
            report.addBodyPart(part(statusType(ascii), heldStatus(envelope, held, until, ascii)));
            return render(headers(envelope, HELD_SUBJECT, type.toString()), report);
        } catch (MessagingException e) {
            throw new IllegalStateException("the notice of what is held cannot be written", e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] heldText(Envelope envelope, List<Recipient> held, Instant until) {
        StringBuilder text = greeting(envelope);
        text.append("\r\nis large, and its recipients below are reached over a slow line. It is held until their\r\n")
                .append("operator lets it go, or until ")
                .append(date(until))
                .append(".\r\nYou need not do anything.\r\n");
        held.forEach(
                recipient -> text.append("\r\n<").append(recipient.address()).append(">\r\n"));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] heldStatus(Envelope envelope, List<Recipient> held, Instant until, boolean ascii) {
        StringBuilder status = aboutMessage(envelope);
        for (Recipient recipient : held) {
            about(status, recipient, ascii);
            field(status, "Action", "delayed");
            field(status, "Status", "4.2.3");
            field(status, "Will-Retry-Until", date(until));
        }
        return status.toString().getBytes(StandardCharsets.UTF_8);
    }

    private InternetHeaders headers(Envelope envelope, String subject, String type) {
        InternetHeaders headers = new InternetHeaders();
        headers.addHeader("Date", DATE.format(now()));
        headers.addHeader("From", "Mail Delivery System <MAILER-DAEMON@" + hostname + ">");
        headers.addHeader("To", "<" + envelope.sender() + ">");
        headers.addHeader("Subject", subject);
        headers.addHeader("Message-ID", "<" + UUID.randomUUID() + "@" + hostname + ">");
        headers.addHeader("Auto-Submitted", "auto-replied");
        headers.addHeader("MIME-Version", "1.0");
        headers.addHeader("Content-Type", type);
        return headers;
    }

    private ZonedDateTime now() {
        return clock.instant().atZone(ZoneId.systemDefault());
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

    /** A part of raw octets, with nothing added to what they are. */
    private static MimeBodyPart part(String type, byte[] octets) throws MessagingException {
        InternetHeaders headers = new InternetHeaders();
        headers.addHeader("Content-Type", type);
        boolean eightBit = false;
        for (byte octet : octets) {
            eightBit |= octet < 0;
        }
        // Said in any case, or Jakarta Mail would say what it thinks right and not do it.
        headers.addHeader("Content-Transfer-Encoding", eightBit ? "8bit" : "7bit");
        return new MimeBodyPart(headers, octets);
    }

    private byte[] text(Report what, Lease lease, List<Outcome> known) {
        StringBuilder text = greeting(lease.envelope());
        text.append("\r\n").append(what.sentence()).append("\r\n");
        for (Outcome outcome : known) {
            text.append("\r\n<").append(recipient(lease, outcome).address()).append(">\r\n");
            text.append("    ").append(diagnostic(outcome)).append("\r\n");
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder greeting(Envelope envelope) {
        return new StringBuilder("This is the mail gateway at ")
                .append(hostname)
                .append(".\r\n\r\nYour message of ")
                .append(date(envelope.received()));
    }

    private static String date(Instant when) {
        return DATE.format(when.atZone(ZoneId.systemDefault()));
    }

    /** RFC 6533 has a type of its own for addresses that are not ASCII. */
    private static String statusType(boolean ascii) {
        return ascii ? "message/delivery-status" : "message/global-delivery-status";
    }

    private static boolean isAscii(Lease lease, List<Outcome> known) {
        return known.stream().noneMatch(o -> recipient(lease, o).address().needsSmtpUtf8());
    }

    private byte[] status(Report what, Lease lease, List<Outcome> known) {
        StringBuilder status = aboutMessage(lease.envelope());
        boolean ascii = isAscii(lease, known);
        for (Outcome outcome : known) {
            about(status, recipient(lease, outcome), ascii);
            field(status, "Action", what.action());
            field(status, "Status", code(what, outcome));
            if (outcome.kind() != Outcome.Kind.EXPIRED) {
                field(status, "Diagnostic-Code", "smtp; " + diagnostic(outcome));
            }
            // Now, by the clock that people have: the notice is written as soon as the outcome is known.
            field(status, "Last-Attempt-Date", DATE.format(now()));
        }
        return status.toString().getBytes(StandardCharsets.UTF_8);
    }

    private StringBuilder aboutMessage(Envelope envelope) {
        StringBuilder status = new StringBuilder();
        envelope.envid().ifPresent(envid -> field(status, "Original-Envelope-Id", unXtext(envid)));
        field(status, "Reporting-MTA", "dns; " + hostname);
        field(status, "Arrival-Date", date(envelope.received()));
        return status;
    }

    private static void about(StringBuilder status, Recipient recipient, boolean ascii) {
        status.append("\r\n");
        recipient.orcpt().ifPresent(orcpt -> field(status, "Original-Recipient", original(orcpt)));
        field(status, "Final-Recipient", (ascii ? "rfc822; " : "utf-8; ") + recipient.address());
    }

    private static void field(StringBuilder status, String name, String value) {
        status.append(name).append(": ").append(value).append("\r\n");
    }

    private static Recipient recipient(Lease lease, Outcome outcome) {
        return lease.envelope().recipients().get(outcome.recipient());
    }

    /** The enhanced code in a reply {@code 550 5.1.1 …}, or what stands for its absence. */
    private static String code(Report what, Outcome outcome) {
        if (outcome.kind() == Outcome.Kind.EXPIRED) {
            return "5.4.7";
        }
        String[] words = outcome.reply().split(" ", 3);
        boolean enhanced = words.length > 1 && words[1].matches(what.status().charAt(0) + "(\\.[0-9]{1,3}){2}");
        return enhanced ? words[1] : what.status();
    }

    private static String diagnostic(Outcome outcome) {
        String reply = outcome.reply();
        return reply.length() <= MAX_DIAGNOSTIC ? reply : reply.substring(0, MAX_DIAGNOSTIC) + "...";
    }

    private static String original(String orcpt) {
        int semicolon = orcpt.indexOf(';');
        return orcpt.substring(0, semicolon) + "; " + unXtext(orcpt.substring(semicolon + 1));
    }

    /** Xtext was checked at the border: what it stands for is printable. */
    private static String unXtext(String xtext) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < xtext.length(); i++) {
            if (xtext.charAt(i) == '+') {
                text.append((char) Integer.parseInt(xtext.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append(xtext.charAt(i));
            }
        }
        return text.toString();
    }

    private MimeBodyPart returned(Report what, Lease lease) throws MessagingException {
        boolean full = what.mayReturnAll()
                && lease.envelope().ret().filter(Envelope.Ret.FULL::equals).isPresent();
        try (Content content = queue.content(lease)) {
            if (full && content.size() <= MAX_RETURNED) {
                return part("message/rfc822", head(content, MAX_RETURNED));
            }
            return part("text/rfc822-headers", headersOf(head(content, MAX_HEADER)));
        } catch (IOException e) {
            // The sender must learn of it all the same.
            return part("text/rfc822-headers", new byte[0]);
        }
    }

    private static byte[] head(Content content, int limit) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(limit, content.size()));
        int read = 1;
        while (octets.hasRemaining() && read > 0) {
            read = content.read(octets.position(), octets);
        }
        return Arrays.copyOf(octets.array(), octets.position());
    }

    private static byte[] headersOf(byte[] octets) {
        for (int i = 0; i + 3 < octets.length; i++) {
            if (octets[i] == '\r' && octets[i + 1] == '\n' && octets[i + 2] == '\r' && octets[i + 3] == '\n') {
                return Arrays.copyOf(octets, i + 2);
            }
        }
        return octets;
    }
}
