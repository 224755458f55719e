package org.etrngateway.smtp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;

/**
 * The Received field that acceptance puts before a message (RFC 5321 §4.4). All that goes into it was
 * checked by the grammar of commands, so no line of it can end but where it is folded. Immutable.
 *
 * @param helo as the client called itself; empty if it did not
 * @param protocol as {@link #protocol} names it
 */
public record TraceHeader(String helo, InetAddress client, DomainName hostname, String protocol) {
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, d MMM yyyy HH:mm:ss Z", Locale.ROOT);

    /** The name of the protocol that brought a message (RFC 3848, RFC 6531 §4.3). */
    public static String protocol(boolean extended, boolean smtpUtf8, boolean secured, boolean authenticated) {
        if (!extended) {
            return "SMTP";
        }
        return (smtpUtf8 ? "UTF8SMTP" : "ESMTP") + (secured ? "S" : "") + (authenticated ? "A" : "");
    }

    /** The field with its line end. Names the recipient only if it is the only one: the others are nobody's business. */
    public byte[] render(MessageId id, Envelope envelope) {
        StringBuilder field = new StringBuilder("Received: from ")
                .append(helo.isEmpty() ? "unknown" : helo)
                .append(" (")
                .append(literal(client))
                .append(")\r\n\tby ")
                .append(hostname)
                .append(" with ")
                .append(protocol)
                .append(" id ")
                .append(id);
        if (envelope.recipients().size() == 1) {
            field.append("\r\n\tfor <")
                    .append(envelope.recipients().get(0).address())
                    .append('>');
        }
        field.append(";\r\n\t").append(DATE.format(date(envelope))).append("\r\n");
        return field.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The field of a message that no client sent, but an operator handed in: it says nothing of where that came from, and
     * {@link Arrival} takes it for nothing else.
     */
    public static byte[] handedIn(DomainName hostname, MessageId id, Envelope envelope) {
        String field = "Received: by " + hostname + " (handed in by an operator)\r\n\tid " + id + ";\r\n\t"
                + DATE.format(date(envelope)) + "\r\n";
        return field.getBytes(StandardCharsets.UTF_8);
    }

    private static ZonedDateTime date(Envelope envelope) {
        return envelope.received().atZone(ZoneOffset.UTC);
    }

    private static String literal(InetAddress address) {
        String host = address.getHostAddress();
        if (!(address instanceof Inet6Address)) {
            return "[" + host + "]";
        }
        int zone = host.indexOf('%');
        return "[IPv6:" + (zone < 0 ? host : host.substring(0, zone)) + "]";
    }
}
