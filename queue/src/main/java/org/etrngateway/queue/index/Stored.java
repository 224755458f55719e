package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.DomainName;

/**
 * What never changes about a unit. Immutable.
 *
 * @param segment number of the segment that holds the MESSAGE record
 * @param offset where in it the record begins
 * @param size octets of the content
 * @param since from when its age counts
 * @param deadline by when its sender wants it delivered (RFC 2852)
 * @param notice written by us, outside every quota
 * @param large the content is a file of its own
 * @param recipients positions in the envelope of the unit's recipients
 * @param domains of the unit's recipients, for claims of some domains only
 */
public record Stored(
        long segment,
        long offset,
        long size,
        Instant since,
        Optional<Instant> deadline,
        boolean notice,
        boolean large,
        Set<Integer> recipients,
        Set<DomainName> domains) {
    public Stored {
        recipients = Set.copyOf(recipients);
        domains = Set.copyOf(domains);
    }

    /** The same, if its MESSAGE record lies elsewhere. */
    public Stored at(long otherSegment, long otherOffset) {
        return new Stored(otherSegment, otherOffset, size, since, deadline, notice, large, recipients, domains);
    }

    /** The same for other recipients of the message. */
    public Stored of(Set<Integer> others, Set<DomainName> theirDomains) {
        return new Stored(segment, offset, size, since, deadline, notice, large, others, theirDomains);
    }
}
