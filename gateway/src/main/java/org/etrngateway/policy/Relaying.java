package org.etrngateway.policy;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.SiteConfig.Quota;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.session.SessionPolicy.Verdict;
import org.etrngateway.smtp.Reply;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whose mail is taken: that for the domains of sites, and for postmaster and abuse of our own name; from sites that send
 * through us (RFC 6409) also that for the outside, as it is: nothing is added to it or changed in it, for it may be
 * signed. The domain alone decides, as the grammar of addresses has it; a local part is never looked into for another
 * address. One for each session; belongs to its thread.
 */
final class Relaying {
    private static final Logger log = LoggerFactory.getLogger(Relaying.class);

    /** What is reserved for a message whose size was not declared. */
    private static final long USUAL_SIZE = 64 * 1024;

    private final Supplier<PolicyRules> rules;
    private final MailQueue queue;
    private final boolean outbound;
    private final Set<SiteName> reserved = new HashSet<>();
    private final Set<SiteName> told = new HashSet<>();
    /** Of the recipients so far, where the size was not declared. */
    private OptionalLong sizeLimit = OptionalLong.empty();

    /**
     * @param outbound true if mail to the outside is taken
     */
    Relaying(Supplier<PolicyRules> rules, MailQueue queue, boolean outbound) {
        this.rules = rules;
        this.queue = queue;
        this.outbound = outbound;
    }

    /** Why a client of these sites may not send as this sender; empty if it may. Nobody is everybody's. */
    Optional<Reply> foreign(Set<SiteName> own, ReversePath sender) {
        PolicyRules now = rules.get();
        if (own.isEmpty()) {
            return Optional.of(Reply.of(550, "5.7.1", "This account sends for no site"));
        }
        boolean fits = sender.mailbox()
                .map(mailbox -> own.stream().anyMatch(site -> now.site(site).maySendAs(mailbox)))
                .orElse(true);
        return fits ? Optional.empty() : Optional.of(Reply.of(553, "5.7.1", "The sender is not yours"));
    }

    /** Begins a transaction; what was reserved for the one before is no more ours. */
    Optional<Reply> begin() {
        reserved.clear();
        sizeLimit = OptionalLong.empty();
        return switch (queue.acceptance()) {
            case OPEN -> Optional.empty();
            case FULL -> Optional.of(Reply.of(452, "4.3.1", "No room now"));
            case FAILED -> Optional.of(Reply.of(421, "4.3.0", "Local error"));
        };
    }

    Verdict recipient(Mailbox address, long declaredSize) {
        PolicyRules now = rules.get();
        if (isOurs(now, address)) {
            return postmaster(declaredSize);
        }
        Optional<SiteName> site = address.domain().flatMap(now::siteOf);
        if (site.isEmpty() && outbound && address.domain().isPresent()) {
            return new Verdict.Taken(address, true, List.of(), Long.MAX_VALUE);
        }
        if (site.isEmpty()) {
            return refused(550, "5.7.1", "We do not relay");
        }
        if (!now.hasRecipient(site.get(), address)) {
            return refused(550, "5.1.1", "No such recipient");
        }
        return held(now, site.get(), address, declaredSize);
    }

    /** What the rules say of a recipient was asked when it was taken; its site may be another by now, or gone. */
    Verdict again(Recipient recipient, long declaredSize) {
        PolicyRules now = rules.get();
        Mailbox address = recipient.address();
        return address.domain()
                .flatMap(now::siteOf)
                .map(site -> held(now, site, address, declaredSize))
                .orElseGet(() -> new Verdict.Taken(address, recipient.outbound(), List.of(), Long.MAX_VALUE));
    }

    Verdict postmaster(long declaredSize) {
        PolicyRules now = rules.get();
        Mailbox address = now.postmaster();
        Optional<SiteName> site = address.domain().flatMap(now::siteOf);
        if (site.isEmpty()) {
            return new Verdict.Taken(address, true, List.of(), Long.MAX_VALUE);
        }
        return held(now, site.get(), address, declaredSize);
    }

    private static boolean isOurs(PolicyRules rules, Mailbox address) {
        String local = address.localPart();
        return address.domain().map(rules.hostname()::equals).orElse(false)
                && (local.equalsIgnoreCase("postmaster") || local.equalsIgnoreCase("abuse"));
    }

    /** Quota is reserved once a transaction and site: several recipients of a site share the message. */
    private Verdict held(PolicyRules rules, SiteName site, Mailbox address, long declaredSize) {
        long limit = rules.sizeLimit(site);
        if (declaredSize > limit) {
            return refused(552, "5.3.4", "Message too big for this recipient");
        }
        if (declaredSize == 0 && sizeLimit.isPresent() && sizeLimit.getAsLong() != limit) {
            // One reply at the end of the data stands for all: who takes the message must not lose it by who does not.
            return refused(452, "4.5.3", "Send to this recipient by itself, or say how large the message is");
        }
        sizeLimit = OptionalLong.of(limit);
        if (reserved.contains(site)) {
            return new Verdict.Taken(address, false, List.of(), limit);
        }
        Quota quota = rules.site(site).quota();
        if (quota.bytes() > 0 && declaredSize > quota.bytes()) {
            return refused(552, "5.2.2", "Message bigger than the mailbox may be");
        }
        Optional<Reservation> room = queue.reserve(site, declaredSize > 0 ? declaredSize : USUAL_SIZE);
        if (room.isEmpty()) {
            tell(site, quota);
            return refused(452, "4.2.2", "Mailbox full");
        }
        reserved.add(site);
        return new Verdict.Taken(address, false, List.of(room.get()), limit);
    }

    /** Once a session: a sender with a list of recipients would fill the log. */
    private void tell(SiteName site, Quota quota) {
        if (told.add(site)) {
            SiteSummary held = queue.summary(site);
            log.atWarn()
                    .addKeyValue("site", site)
                    .addKeyValue("messages", held.messages())
                    .addKeyValue("bytes", held.bytes())
                    .addKeyValue("quotaMessages", quota.messages())
                    .addKeyValue("quotaBytes", quota.bytes())
                    .log("mail refused: the quota of the site is used up");
        }
    }

    private static Verdict refused(int code, String enhanced, String text) {
        return new Verdict.Refused(Reply.of(code, enhanced, text));
    }
}
