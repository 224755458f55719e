package org.etrngateway.session;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Recipient;

/**
 * What goes to a server as one mail transaction: a leased message, and those of its recipients that this
 * server is for. Immutable.
 *
 * @param recipients positions in the envelope; 1 or more, among those of the lease
 * @param by the time that is left to deliver it in (RFC 2852)
 * @param eightBit true if the content has octets above 127
 */
public record Parcel(Lease lease, List<Integer> recipients, Optional<DeliverBy> by, boolean eightBit) {
    public Parcel {
        recipients = List.copyOf(recipients);
    }

    /** The same with the time that is left when it goes. */
    public Parcel leaving(Instant now) {
        Optional<DeliverBy> left = envelope()
                .deadline()
                .flatMap(deadline -> envelope()
                        .wishes()
                        .by()
                        .map(by -> by.within(Duration.between(now, deadline).toSeconds())));
        return new Parcel(lease, recipients, left, eightBit);
    }

    Envelope envelope() {
        return lease.envelope();
    }

    Recipient recipient(int position) {
        return lease.envelope().recipients().get(position);
    }

    boolean needsSmtpUtf8() {
        return envelope().smtpUtf8()
                && (envelope().sender().mailbox().stream().anyMatch(m -> m.needsSmtpUtf8())
                        || recipients.stream()
                                .anyMatch(p -> recipient(p).address().needsSmtpUtf8())
                        || eightBit);
    }
}
