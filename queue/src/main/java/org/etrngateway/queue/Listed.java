package org.etrngateway.queue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;

/**
 * One unit as a listing shows it. Immutable.
 *
 * @param recipients open recipients at this site, in the order of the envelope; 1 or more
 * @param until when its sender lets it go (RFC 4865), if it waits for that
 * @param due when it may be tried by schedule; empty: it was not tried yet
 * @param lastReply the last reply to a try; empty text if there was none
 */
public record Listed(
        MessageId id,
        SiteName site,
        State state,
        ReversePath sender,
        List<Mailbox> recipients,
        String subject,
        long size,
        Instant received,
        int priority,
        int attempts,
        Optional<Instant> until,
        Optional<Instant> due,
        String lastReply) {
    public Listed {
        recipients = List.copyOf(recipients);
    }

    public Mailbox firstRecipient() {
        return recipients.get(0);
    }

    /** What is the matter with a unit. */
    public enum State {
        /** Waits for a trigger or its due time. */
        HELD,
        /** Being delivered. */
        IN_FLIGHT,
        /** Held back by an operator. */
        OPERATOR_HELD,
        /** Held back by its sender, for a time. */
        ASLEEP
    }
}
