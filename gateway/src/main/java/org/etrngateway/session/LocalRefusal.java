package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.config.SessionConfig.EightBit;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.Reply;

/** What we refuse in the server's name, for it said beforehand that it cannot take it. */
final class LocalRefusal {
    private LocalRefusal() {}

    static Optional<Reply> of(Parcel parcel, Capabilities server, EightBit eightBit) {
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
        if (parcel.eightBit() && !server.eightBitMime() && eightBit == EightBit.REFUSE) {
            return Optional.of(Reply.of(554, "5.6.3", "The server does not take 8-bit mail (8BITMIME)"));
        }
        return Optional.empty();
    }
}
