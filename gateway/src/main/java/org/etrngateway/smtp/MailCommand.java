package org.etrngateway.smtp;

import java.util.Optional;
import java.util.StringJoiner;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Recipient;

/** MAIL and RCPT for a server, with those parameters of the envelope that the server has keywords for. */
public final class MailCommand {
    private MailCommand() {}

    /**
     * @param size octets of the content, for SIZE (RFC 1870)
     * @param by with the time that is left (RFC 2852)
     * @param transId the name of the transaction (RFC 1845), without brackets
     */
    public static byte[] mail(
            Envelope envelope, long size, Optional<DeliverBy> by, Optional<String> transId, Capabilities server) {
        StringJoiner words = new StringJoiner(" ").add("MAIL").add("FROM:<" + envelope.sender() + ">");
        if (server.size()) {
            words.add("SIZE=" + size);
        }
        if (server.eightBitMime() && envelope.body() == Envelope.Body.EIGHT_BIT_MIME) {
            words.add("BODY=8BITMIME");
        }
        if (server.smtpUtf8() && envelope.smtpUtf8()) {
            words.add("SMTPUTF8");
        }
        if (server.dsn()) {
            envelope.ret().ifPresent(ret -> words.add("RET=" + ret));
            envelope.envid().ifPresent(envid -> words.add("ENVID=" + envid));
        }
        if (server.priorities()) {
            envelope.wishes().priority().ifPresent(priority -> words.add("MT-PRIORITY=" + priority));
        }
        if (server.deliverBy()) {
            by.ifPresent(time -> words.add("BY=" + time));
        }
        if (server.checkpoint()) {
            transId.ifPresent(name -> words.add("TRANSID=<" + name + ">"));
        }
        return CommandLine.of(words.toString());
    }

    public static byte[] rcpt(Recipient recipient, Capabilities server) {
        StringJoiner words = new StringJoiner(" ").add("RCPT").add("TO:<" + recipient.address() + ">");
        if (server.dsn()) {
            if (!recipient.notices().isEmpty()) {
                StringJoiner when = new StringJoiner(",", "NOTIFY=", "");
                recipient.notices().stream().sorted().forEach(notice -> when.add(notice.name()));
                words.add(when.toString());
            }
            recipient.orcpt().ifPresent(orcpt -> words.add("ORCPT=" + orcpt));
        }
        return CommandLine.of(words.toString());
    }
}
