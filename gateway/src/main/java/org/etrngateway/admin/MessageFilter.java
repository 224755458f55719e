package org.etrngateway.admin;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.etrngateway.queue.Listed;

/**
 * Which messages are meant; all that is given must hold. Text is found in whatever case. Immutable.
 *
 * @param from part of the sender; {@code <>} for notices, which have none
 * @param to part of a recipient that is still open
 * @param text part of the subject
 * @param reply part of the last reply
 * @param since received at or after
 * @param until received before
 * @param larger than so many octets
 */
record MessageFilter(
        Optional<String> from,
        Optional<String> to,
        Optional<String> text,
        Optional<String> reply,
        Optional<Listed.State> state,
        Optional<Instant> since,
        Optional<Instant> until,
        Optional<Long> larger) {
    private static final String NOTICES = "<>";

    static final MessageFilter ALL = new MessageFilter(
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty());

    boolean matches(Listed listed) {
        return matchesSender(listed.sender().toString())
                && to.map(part -> listed.recipients().stream().anyMatch(mailbox -> has(mailbox.toString(), part)))
                        .orElse(true)
                && text.map(part -> has(listed.subject(), part)).orElse(true)
                && reply.map(part -> has(listed.lastReply(), part)).orElse(true)
                && state.map(wanted -> wanted == listed.state()).orElse(true)
                && since.map(instant -> !listed.received().isBefore(instant)).orElse(true)
                && until.map(listed.received()::isBefore).orElse(true)
                && larger.map(octets -> listed.size() > octets).orElse(true);
    }

    private boolean matchesSender(String sender) {
        return from.map(part -> part.equals(NOTICES) ? sender.isEmpty() : has(sender, part))
                .orElse(true);
    }

    private static boolean has(String whole, String part) {
        return whole.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
