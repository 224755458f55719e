package org.etrngateway.queue;

import java.util.List;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;

/**
 * The right to deliver one unit, (message, site), for a while. Immutable.
 *
 * @param recipients positions in the envelope of those that are this site's, open, and in the scope of
 *     the claim; ascending
 * @param size octets of the content, our trace header included
 * @param attempts how often it was tried before
 * @param epoch tells this lease from earlier and later ones of the unit
 */
public record Lease(
        MessageId id, SiteName site, Envelope envelope, List<Integer> recipients, long size, int attempts, long epoch) {
    public Lease {
        recipients = List.copyOf(recipients);
    }

    /** The recipients themselves, in the order of {@link #recipients}. */
    public Stream<Recipient> open() {
        return recipients.stream().map(envelope.recipients()::get);
    }
}
