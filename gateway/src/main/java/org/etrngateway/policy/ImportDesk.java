package org.etrngateway.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.session.SessionPolicy.Verdict;
import org.etrngateway.smtp.Reply;

/**
 * Whether mail that an operator hands in is taken for a site: by the rules for mail that clients send to it. Thread-safe;
 * answers from memory.
 */
public final class ImportDesk {
    private final Supplier<PolicyRules> rules;
    private final MailQueue queue;

    public ImportDesk(Supplier<PolicyRules> rules, MailQueue queue) {
        this.rules = rules;
        this.queue = queue;
    }

    /**
     * What was found.
     *
     * @param refusal why the message is not taken; empty if it is
     * @param room to be given to the draft
     * @param sizeLimit octets of the largest message that is taken
     */
    public record Finding(Optional<String> refusal, List<Reservation> room, long sizeLimit) {
        private static Finding refused(String why) {
            return new Finding(Optional.of(why), List.of(), 0);
        }
    }

    /** Our name, for what stands in front of the message. */
    public DomainName hostname() {
        return rules.get().hostname();
    }

    /** True if mail for an address goes to the site. */
    public boolean isOf(SiteName site, Mailbox address) {
        return address.domain()
                .flatMap(rules.get()::siteOf)
                .filter(site::equals)
                .isPresent();
    }

    /**
     * Asks for one message.
     *
     * @param recipients all {@linkplain #isOf of} the site; 1 or more
     */
    public Finding ask(List<Mailbox> recipients) {
        Relaying relaying = new Relaying(rules, queue, false);
        Optional<Reply> closed = relaying.begin();
        if (closed.isPresent()) {
            return Finding.refused(closed.get().toString());
        }
        List<Reservation> room = new ArrayList<>();
        long limit = rules.get().limits().messageSize();
        for (Mailbox recipient : recipients) {
            Verdict verdict = relaying.recipient(recipient, 0);
            if (verdict instanceof Verdict.Refused refused) {
                room.forEach(Reservation::close);
                return Finding.refused("<" + recipient + ">: " + refused.reply());
            }
            Verdict.Taken taken = (Verdict.Taken) verdict;
            room.addAll(taken.reservations());
            limit = Math.min(limit, taken.sizeLimit());
        }
        return new Finding(Optional.empty(), room, limit);
    }
}
