package org.etrngateway.notice;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;

/**
 * One notice before it has words. Immutable.
 *
 * @param envelope of the message that it is about
 * @param about recipients, 1 or more
 * @param until when the message will be given up, where it is kept
 * @param next when it is tried next; of no account where it is not kept
 */
record Notice(Report report, Envelope envelope, List<About> about, Optional<Instant> until, Next next) {
    private static final int MAX_DIAGNOSTIC = 500;

    Notice {
        about = List.copyOf(about);
    }

    /**
     * One recipient in it.
     *
     * @param status its enhanced code (RFC 3463)
     * @param reply what a server said, on one line; empty if none said anything
     * @param attempt when that was; empty if there was no attempt, or nobody knows when
     */
    record About(Recipient recipient, String status, String reply, Optional<Instant> attempt) {}

    /** Of recipients of a lease that met their end. */
    static Notice of(Report report, Lease lease, List<Outcome> known, Instant now) {
        List<About> about = known.stream()
                .map(outcome -> about(report, lease.envelope(), outcome, now))
                .toList();
        return new Notice(report, lease.envelope(), about, Optional.empty(), Next.SOON);
    }

    private static About about(Report report, Envelope envelope, Outcome outcome, Instant now) {
        Recipient recipient = envelope.recipients().get(outcome.recipient());
        if (outcome.kind() != Outcome.Kind.FAILED && outcome.kind() != Outcome.Kind.DELIVERED) {
            // No server said anything just now; whether one ever did, is not known here.
            boolean expired = outcome.kind() == Outcome.Kind.EXPIRED;
            return new About(recipient, (expired ? Report.EXPIRED : report).status(), "", Optional.empty());
        }
        // Now, by the clock that people have: the notice is written as soon as the outcome is known.
        return new About(recipient, code(report, outcome.reply()), cut(outcome.reply()), Optional.of(now));
    }

    /**
     * Of recipients whose message is kept.
     *
     * @param positions in the envelope
     * @param reply what was said at the last attempt; empty if there was none
     */
    static Notice kept(
            Report report, Envelope envelope, List<Integer> positions, String reply, Instant until, Next next) {
        List<About> about = positions.stream()
                .map(envelope.recipients()::get)
                .map(it -> new About(it, code(report, reply), cut(reply), Optional.empty()))
                .toList();
        return new Notice(report, envelope, about, Optional.of(until), next);
    }

    /** The enhanced code in a reply {@code 550 5.1.1 …}, or what stands for its absence. */
    private static String code(Report report, String reply) {
        String[] words = reply.split(" ", 3);
        boolean enhanced = words.length > 1 && words[1].matches(report.status().charAt(0) + "(\\.[0-9]{1,3}){2}");
        return enhanced ? words[1] : report.status();
    }

    private static String cut(String reply) {
        return reply.length() <= MAX_DIAGNOSTIC ? reply : reply.substring(0, MAX_DIAGNOSTIC) + "...";
    }
}
