package org.etrngateway.notice;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.etrngateway.address.DomainName;

/** The part of a notice that programs read (RFC 3464 §2). Never translated. */
final class DeliveryStatus {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    private final StringBuilder fields = new StringBuilder();

    DeliveryStatus(DomainName hostname, Notice notice) {
        notice.envelope().envid().ifPresent(envid -> field("Original-Envelope-Id", xtext(envid)));
        field("Reporting-MTA", "dns; " + hostname);
        field("Arrival-Date", date(notice.envelope().received()));
        notice.about().forEach(about -> recipient(notice, about));
    }

    private void recipient(Notice notice, Notice.About about) {
        fields.append("\r\n");
        about.recipient().orcpt().ifPresent(orcpt -> field("Original-Recipient", original(orcpt)));
        boolean international = about.recipient().address().needsSmtpUtf8();
        field(
                "Final-Recipient",
                (international ? "utf-8; " : "rfc822; ") + about.recipient().address());
        field("Action", notice.report().action());
        field("Status", about.status());
        if (!about.reply().isEmpty()) {
            field("Diagnostic-Code", "smtp; " + about.reply());
        } else if (about.status().equals(Report.EXPIRED.status())) {
            // Our own word, in a type of our own: programs that sort bounces look for it.
            field("Diagnostic-Code", "x-etrn-gateway; delivery time expired");
        }
        about.attempt().ifPresent(attempt -> field("Last-Attempt-Date", date(attempt)));
        if (notice.report().isDelay()) {
            notice.until().ifPresent(until -> field("Will-Retry-Until", date(until)));
        }
    }

    private void field(String name, String value) {
        fields.append(name).append(": ").append(value).append("\r\n");
    }

    static String date(Instant when) {
        return DATE.format(when.atZone(ZoneId.systemDefault()));
    }

    private static String original(String orcpt) {
        int semicolon = orcpt.indexOf(';');
        String address = orcpt.substring(semicolon + 1);
        // Of the type utf-8 the address has an encoding of its own, in which it may stand here (RFC 6533 §3).
        boolean international = orcpt.substring(0, semicolon).equalsIgnoreCase("utf-8");
        return orcpt.substring(0, semicolon) + "; " + (international ? address : xtext(address));
    }

    /** What xtext stands for (RFC 3461 §4); it was checked at the border, so that is printable. */
    private static String xtext(String encoded) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < encoded.length(); i++) {
            if (encoded.charAt(i) == '+') {
                text.append((char) Integer.parseInt(encoded.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                text.append(encoded.charAt(i));
            }
        }
        return text.toString();
    }

    /** RFC 6533 has a type of its own where something in it is not ASCII. */
    String type() {
        boolean ascii = fields.chars().allMatch(c -> c < 0x80);
        return ascii ? "message/delivery-status" : "message/global-delivery-status";
    }

    byte[] octets() {
        return fields.toString().getBytes(StandardCharsets.UTF_8);
    }
}
