package org.etrngateway.session;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.Reply;
import org.etrngateway.smtp.Verb;
import org.etrngateway.smtp.Wanted;

/**
 * What a server session is told once, at its start. Immutable.
 *
 * @param service what its listener is for
 * @param tls what its listener offers or demands of it
 * @param maxSize octets of a message, offered by SIZE (RFC 1870)
 * @param maxHops Received fields a message may have
 * @param maxMessages accepted in one session; then 421
 * @param maxErrors refused commands; then 421
 * @param wishes what senders may want of the delivery
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
        WishesConfig wishes,
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

    /** True if FUTURERELEASE is offered: on submission alone (RFC 4865 §4). */
    boolean holds() {
        return service == Service.SUBMISSION && !wishes.longestHold().isZero();
    }

    /** Why a MAIL is refused for what it wants, whoever sends it; empty if it is not. */
    Optional<Reply> refusal(Command.Mail mail) {
        Wanted wanted = mail.wanted();
        if (mail.transId().isPresent() && !checkpoints()
                || mail.author().isPresent() && !service.offersAuth()
                || wanted.hold().isPresent() && !holds()) {
            return Optional.of(ServerReplies.unknownParameter());
        }
        if (wanted.hold()
                .filter(hold -> hold.end(clock.instant()).isAfter(latestRelease()))
                .isPresent()) {
            return Optional.of(ServerReplies.tooFar());
        }
        return wanted.by()
                .filter(by -> by.returns() && by.seconds() < wishes.leastBy().toSeconds())
                .map(by -> ServerReplies.tooSoon());
    }

    /** The last instant until which a message may be held now. */
    Instant latestRelease() {
        return clock.instant().plus(wishes.longestHold());
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
                        wishes,
                        normaliseNewlines,
                        client,
                        clock);
    }
}
