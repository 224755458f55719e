package org.etrngateway.session;

import java.net.InetSocketAddress;
import java.time.Clock;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.smtp.Verb;

/**
 * What a server session is told once, at its start. Immutable.
 *
 * @param service what its listener is for
 * @param tls what its listener offers or demands of it
 * @param maxSize octets of a message, offered by SIZE (RFC 1870)
 * @param maxHops Received fields a message may have
 * @param maxMessages accepted in one session; then 421
 * @param maxErrors refused commands; then 421
 * @param normaliseNewlines true: a bare CR or LF in content becomes CRLF; false: the message is refused
 */
public record ServerProfile(
        DomainName hostname,
        Service service,
        ListenerTls tls,
        long maxSize,
        int maxRecipients,
        int maxHops,
        int maxMessages,
        int maxErrors,
        boolean normaliseNewlines,
        InetSocketAddress client,
        Clock clock) {
    /** True if a command is taken at all; others are 502, whatever came before. */
    boolean takes(Verb verb) {
        return service.takes(verb) && (verb != Verb.STARTTLS || tls.isOffered());
    }

    /** True if a command that is taken is 530 before TLS (RFC 3207 §4). */
    boolean takesUnderTlsOnly(Verb verb) {
        return tls.isDemanded()
                && switch (verb) {
                    case MAIL, RCPT, DATA, BDAT, ETRN, ATRN, VRFY -> true;
                    default -> false;
                };
    }

    /**
     * True if CHECKPOINT is offered (RFC 1845). Not where line ends are normalised: what is kept then has other
     * offsets than what the client sent.
     */
    boolean checkpoints() {
        return service.takesMail() && !normaliseNewlines;
    }

    /** The same for a message that may have so many octets only. */
    ServerProfile upTo(long size) {
        return size >= maxSize
                ? this
                : new ServerProfile(
                        hostname,
                        service,
                        tls,
                        size,
                        maxRecipients,
                        maxHops,
                        maxMessages,
                        maxErrors,
                        normaliseNewlines,
                        client,
                        clock);
    }
}
