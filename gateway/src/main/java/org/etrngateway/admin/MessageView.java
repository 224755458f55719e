package org.etrngateway.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.etrngateway.queue.Listed;

/**
 * A message of one site as an operator sees it. Immutable.
 *
 * @param state held, in_flight, operator_held or asleep
 * @param sender empty for notices
 * @param recipient the first of those still open at this site
 * @param recipients how many are still open
 * @param until when its sender lets it go, where it is asleep
 * @param due when it may be tried by schedule
 */
public record MessageView(
        String id,
        String site,
        String state,
        String sender,
        String recipient,
        int recipients,
        String subject,
        long size,
        Instant received,
        int priority,
        int attempts,
        Optional<Instant> until,
        Optional<Instant> due,
        String lastReply) {
    private static final int TAG_DIGITS = 16;

    /** Its entity tag (RFC 9110, 8.8.3): another one as soon as anything of this changes. */
    String tag() {
        return '"' + TokensFile.hashOf(toString()).substring(0, TAG_DIGITS) + '"';
    }

    static MessageView of(Listed listed) {
        return new MessageView(
                listed.id().toString(),
                listed.site().name(),
                listed.state().name().toLowerCase(Locale.ROOT),
                listed.sender().toString(),
                listed.firstRecipient().toString(),
                listed.recipients().size(),
                listed.subject(),
                listed.size(),
                listed.received(),
                listed.priority(),
                listed.attempts(),
                listed.until(),
                listed.due(),
                listed.lastReply());
    }
}
