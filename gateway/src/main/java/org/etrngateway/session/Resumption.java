package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Envelope;
import org.etrngateway.smtp.HeaderScan;

/**
 * What the queue has of a transaction that the client has named (RFC 1845).
 *
 * @param envelope of the message; empty if nothing is kept
 * @param complete true if the message was accepted
 * @param kept octets of content that need not be sent again, as the client counts them; a line begins behind them
 * @param head the first of them; none if the message is complete
 */
public record Resumption(Optional<Envelope> envelope, boolean complete, long kept, ByteBuffer head) {
    /**
     * True if a MAIL from this sender goes on with it. The header must be known to its end if not all that is kept is
     * known, or else its hops would go uncounted.
     */
    boolean isFor(ReversePath sender) {
        boolean same = envelope.filter(known -> known.sender().equals(sender)).isPresent();
        return same && (complete || kept == head.remaining() || scan().isThrough());
    }

    /** A scan of the header that stands where what is kept ends. */
    HeaderScan scan() {
        HeaderScan scan = new HeaderScan();
        scan.scan(head.duplicate());
        return scan;
    }
}
