package org.etrngateway.session;

import java.util.List;
import java.util.Optional;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SessionConfig.EightBit;
import org.etrngateway.config.SessionConfig.Timed;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.Reply;

/** What we refuse in the server's name, for it said beforehand that it cannot take it. */
final class LocalRefusal {
    private LocalRefusal() {}

    static Optional<Reply> of(Parcel parcel, Capabilities server, SessionConfig settings) {
        long size = parcel.lease().size();
        if (server.maxSize().isPresent() && size > server.maxSize().getAsLong()) {
            return Optional.of(Reply.of(
                    552,
                    "5.3.4",
                    "Message of " + size + " octets exceeds the limit of "
                            + server.maxSize().getAsLong() + " that the server announces"));
        }
        if (parcel.needsSmtpUtf8() && !server.smtpUtf8()) {
            return Optional.of(Reply.of(553, "5.6.7", "The server does not take internationalised mail (SMTPUTF8)"));
        }
        if (parcel.eightBit() && !server.eightBitMime() && settings.eightBit() == EightBit.REFUSE) {
            return Optional.of(Reply.of(554, "5.6.3", "The server does not take 8-bit mail (8BITMIME)"));
        }
        return parcel.by().filter(DeliverBy::returns).flatMap(by -> late(by, server, settings));
    }

    /** What is to come back if it is late goes to nobody who would not see to that, or could not (RFC 2852 §4.1). */
    private static Optional<Reply> late(DeliverBy by, Capabilities server, SessionConfig settings) {
        if (by.seconds() <= 0) {
            // Whether it is late is the clock's to say, which may be in doubt: it is not given up here.
            return Optional.of(
                    Reply.of(450, List.of("It is late, and goes back to its sender unless the clock is wrong")));
        }
        if (by.seconds() < server.leastBy()) {
            return Optional.of(Reply.of(
                    550,
                    "5.4.7",
                    "The server promises no delivery within " + by.seconds()
                            + " s, and the sender wants it back then"));
        }
        if (!server.deliverBy() && settings.timed() == Timed.REFUSE) {
            return Optional.of(Reply.of(
                    550,
                    "5.4.7",
                    "The server promises no time of delivery, and the sender wants it back if it is late"));
        }
        return Optional.empty();
    }
}
