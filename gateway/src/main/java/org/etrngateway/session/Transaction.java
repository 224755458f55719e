package org.etrngateway.session;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Wishes;
import org.etrngateway.session.SessionPolicy.Verdict;
import org.etrngateway.smtp.BodyReader;
import org.etrngateway.smtp.Command;
import org.etrngateway.smtp.Reply;

/** What MAIL and RCPT have said so far, and the room reserved for it. */
final class Transaction {
    private final Command.Mail mail;
    private final OptionalInt priority;
    private final boolean headerNamesPriority;
    private final List<Recipient> recipients = new ArrayList<>();
    private final List<Reservation> reservations = new ArrayList<>();
    private Optional<Resumption> resumption = Optional.empty();
    /** Octets of the largest message that all its recipients take. */
    private long sizeLimit = Long.MAX_VALUE;

    /** The policy is asked for the highest priority only where that may matter. */
    Transaction(Command.Mail mail, ServerProfile profile, SessionPolicy policy) {
        this.mail = mail;
        OptionalInt wanted = mail.wanted().priority();
        boolean fromHeader = wanted.isEmpty() && profile.wishes().priorityHeader();
        int highest = wanted.isPresent() || fromHeader ? policy.highestPriority() : 0;
        this.priority = wanted.isPresent() ? OptionalInt.of(Math.min(wanted.getAsInt(), highest)) : wanted;
        this.headerNamesPriority = fromHeader && highest > 0;
    }

    /** Its content, from here on. */
    Incoming incoming(ServerProfile profile, Drafts drafts, BodyReader reader) {
        Incoming message = new Incoming(profile.upTo(sizeLimit), drafts, reader, headerNamesPriority);
        resumption.ifPresent(message::resume);
        return message;
    }

    Command.Mail mail() {
        return mail;
    }

    /** Answers RCPT; a recipient that is taken is added. */
    Reply answer(Command.Rcpt rcpt, int maxRecipients, SessionPolicy policy) {
        if (recipients.size() >= maxRecipients) {
            return ServerReplies.tooManyRecipients();
        }
        if (rcpt.needsSmtpUtf8() && !mail.smtpUtf8()) {
            return ServerReplies.needsSmtpUtf8();
        }
        Verdict verdict = rcpt.address()
                .map(address -> policy.recipient(address, mail.size()))
                .orElseGet(() -> policy.postmaster(mail.size()));
        if (verdict instanceof Verdict.Refused refused) {
            return refused.reply();
        }
        add(rcpt, (Verdict.Taken) verdict);
        return ServerReplies.ok("2.1.5", "Recipient taken");
    }

    private void add(Command.Rcpt rcpt, Verdict.Taken taken) {
        recipients.add(new Recipient(taken.address(), rcpt.notices(), rcpt.orcpt(), taken.outbound()));
        reservations.addAll(taken.reservations());
        sizeLimit = Math.min(sizeLimit, taken.sizeLimit());
    }

    /** True if the client has named it (RFC 1845). */
    boolean isNamed() {
        return mail.transId().isPresent();
    }

    /**
     * Goes on with what is kept, in room that is reserved anew.
     *
     * @return why it cannot, or empty
     */
    Optional<Reply> resume(Resumption from, SessionPolicy policy) {
        resumption = Optional.of(from);
        List<Recipient> missing =
                from.complete() ? List.of() : from.envelope().orElseThrow().recipients();
        for (Recipient recipient : missing) {
            Verdict verdict = policy.again(recipient, mail.size());
            if (verdict instanceof Verdict.Refused refused) {
                return Optional.of(refused.reply());
            }
            Verdict.Taken taken = (Verdict.Taken) verdict;
            reservations.addAll(taken.reservations());
            sizeLimit = Math.min(sizeLimit, taken.sizeLimit());
        }
        return Optional.empty();
    }

    Optional<Resumption> resumption() {
        return resumption;
    }

    /** True if its message was accepted, and only the reply to it was lost. */
    boolean isComplete() {
        return resumption.map(Resumption::complete).orElse(false);
    }

    Envelope envelope(Instant received) {
        if (resumption.isPresent()) {
            return resumption.get().envelope().orElseThrow();
        }
        return new Envelope(
                mail.sender(),
                recipients,
                received,
                mail.body(),
                mail.smtpUtf8(),
                mail.ret(),
                mail.envid(),
                wishes(received),
                Envelope.Origin.RECEIVED);
    }

    private Wishes wishes(Instant received) {
        Optional<Instant> release =
                mail.wanted().hold().map(hold -> hold.end(received)).filter(received::isBefore);
        return new Wishes(priority, mail.wanted().by(), release);
    }

    /** The answer to a MAIL that is taken; names the priority if it is another than was wanted (RFC 6710 §4.1). */
    Reply taken() {
        return priority.equals(mail.wanted().priority())
                ? ServerReplies.ok("2.1.0", "Sender taken")
                : ServerReplies.otherPriority(priority.orElse(0));
    }

    /** The reservations, which belong to the caller from here on. */
    List<Reservation> takeReservations() {
        List<Reservation> taken = List.copyOf(reservations);
        reservations.clear();
        return taken;
    }

    /** Gives back what is still reserved. */
    void end() {
        takeReservations().forEach(Reservation::close);
    }
}
