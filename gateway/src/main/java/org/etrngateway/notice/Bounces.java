package org.etrngateway.notice;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.NoticesConfig.Bounce;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;

/**
 * Tells senders what becomes of their mail (RFC 3461 §5.2): one notice for the recipients of a message of which the same
 * is to be told. None for the null sender, for notices are never answered (RFC 5321 §6.1), none where NOTIFY does not
 * ask for it, and none where the settings doubt the sender. Thread-safe; all of it blocks on the disk.
 */
public final class Bounces {
    private static final String NONE = "none: ";
    private static final String NULL_SENDER = NONE + "the sender is null";
    private static final String NOT_WANTED = NONE + "NOTIFY does not ask for it";
    private static final String SWITCHED_OFF = NONE + "notices are switched off";
    private static final String DOUBTED = NONE + "the sender may be forged, for ";

    private static final String UNREAD = NONE + "nobody has looked yet whether the sender may be forged";
    private static final Optional<Returned> NOTHING = Optional.empty();

    private final MailQueue queue;
    private final Supplier<NoticeRules> rules;
    private final NoticeWriter writer;
    private final Clock clock;

    /**
     * @param queue where the content of messages is read, and notices are put
     * @param rules the present rules; asked anew each time
     * @param wall what people are told of time
     */
    public Bounces(MailQueue queue, Supplier<NoticeRules> rules, Clock wall) {
        this.queue = queue;
        this.rules = rules;
        this.writer = new NoticeWriter(wall);
        this.clock = wall;
    }

    /**
     * Writes and commits the notice of failure that is due.
     *
     * @param lost failed or expired recipients of the lease
     * @return what the outcomes shall say of the notice, once it is durable
     */
    public CompletionStage<String> report(Lease lease, List<Outcome> lost) {
        Report report = Report.of(lost);
        List<Outcome> wanted = wanted(lease, lost, Notify.FAILURE);
        return tell(lease, wanted.isEmpty(), () -> Notice.of(report, lease, wanted, clock.instant()));
    }

    /** True if such a word is that of a notice, and false if it is the reason why there is none. */
    public static boolean isNotice(String word) {
        return !word.startsWith(NONE);
    }

    private static List<Outcome> wanted(Lease lease, List<Outcome> outcomes, Notify what) {
        return outcomes.stream()
                .filter(it -> isWanted(lease.envelope().recipients().get(it.recipient()), what))
                .toList();
    }

    /** Failure and delay are also told where nothing was said (RFC 3461 §4.1). */
    private static boolean isWanted(Recipient recipient, Notify what) {
        return recipient.notices().isEmpty() || recipient.notices().contains(what);
    }

    /** True if the sender wants to know that a message got through, or which way it went (RFC 2852 §4, by-trace). */
    public static boolean isSuccessWanted(Lease lease, Outcome outcome) {
        Set<Notify> notices =
                lease.envelope().recipients().get(outcome.recipient()).notices();
        boolean traced =
                lease.envelope().wishes().by().filter(DeliverBy::traced).isPresent();
        return lease.envelope().sender().mailbox().isPresent()
                && (notices.contains(Notify.SUCCESS) || traced && !notices.contains(Notify.NEVER));
    }

    /**
     * Tells the sender that a message went to a server that will not tell him of success, which he wants to know
     * (RFC 3461 §5.2.2).
     *
     * @param passed recipients of which that is wanted
     * @return as {@link #report}
     */
    public CompletionStage<String> relayed(Lease lease, List<Outcome> passed) {
        return tell(lease, false, () -> Notice.of(Report.RELAYED, lease, passed, clock.instant()));
    }

    /**
     * Tells the sender that a message was not delivered by when he wanted it, and is tried further (RFC 2852 §4), where
     * he may be told.
     *
     * @return as {@link #report}
     */
    public CompletionStage<String> late(Lease lease, List<Outcome> late) {
        List<Outcome> wanted = wanted(lease, late, Notify.DELAY);
        return tell(lease, wanted.isEmpty(), () -> Notice.of(Report.LATE, lease, wanted, clock.instant()));
    }

    /**
     * Tells the sender that a message still waits, where he may be told (RFC 3461 §5.2.3).
     *
     * @param reply what was said at the last attempt; empty if there was none
     * @param until when the message will be given up
     * @return as {@link #report}
     */
    public CompletionStage<String> delayed(Lease lease, String reply, Instant until, Next next) {
        List<Integer> wanted = delayWanted(lease.envelope(), lease.recipients());
        return tell(
                lease,
                wanted.isEmpty(),
                () -> Notice.kept(Report.DELAYED, lease.envelope(), wanted, reply, until, next));
    }

    private static List<Integer> delayWanted(Envelope envelope, Collection<Integer> positions) {
        Predicate<Integer> isWanted = position -> isWanted(envelope.recipients().get(position), Notify.DELAY);
        return positions.stream().sorted().filter(isWanted).toList();
    }

    /**
     * Tells the sender of a message that has just come that it is held, for it is large. Nothing of it comes back: its
     * sender has it, and what is large shall not travel for this.
     *
     * @param recipients positions in the envelope, of those for whom it is held
     * @param until when the message will be given up
     * @return as {@link #report}
     */
    public CompletionStage<String> held(
            SiteName site, Envelope envelope, Collection<Integer> recipients, Instant until) {
        List<Integer> wanted = delayWanted(envelope, recipients);
        Optional<Mailbox> sender = envelope.sender().mailbox();
        if (sender.isEmpty() || wanted.isEmpty()) {
            return done(sender.isEmpty() ? NULL_SENDER : NOT_WANTED);
        }
        NoticeRules now = rules.get();
        if (now.config().bounce() != Bounce.ALWAYS) {
            return done(now.config().bounce() == Bounce.NEVER ? SWITCHED_OFF : UNREAD);
        }
        return send(now, sender.get(), site, Notice.kept(Report.HELD, envelope, wanted, "", until, Next.SOON), NOTHING);
    }

    private CompletionStage<String> tell(Lease lease, boolean unwanted, Supplier<Notice> notice) {
        Optional<Mailbox> sender = lease.envelope().sender().mailbox();
        if (sender.isEmpty() || unwanted) {
            return done(sender.isEmpty() ? NULL_SENDER : NOT_WANTED);
        }
        NoticeRules now = rules.get();
        if (now.config().bounce() == Bounce.NEVER) {
            return done(SWITCHED_OFF);
        }
        Notice due = notice.get();
        Returned returned = Returned.of(queue, lease, due.report());
        Optional<String> doubt = now.config().bounce() == Bounce.PLAUSIBLE
                ? now.plausibility().doubt(sender.get(), returned.header())
                : Optional.empty();
        return doubt.isPresent()
                ? done(DOUBTED + doubt.get())
                : send(now, sender.get(), lease.site(), due, Optional.of(returned));
    }

    private static CompletionStage<String> done(String reason) {
        return CompletableFuture.completedFuture(reason);
    }

    private CompletionStage<String> send(
            NoticeRules now, Mailbox sender, SiteName site, Notice notice, Optional<Returned> returned) {
        NoticeText text = new NoticeText(
                now.config().wording(),
                now.language(site),
                now.hostname().name(),
                returned.map(Returned::subject).orElse(""),
                notice);
        return commit(sender, writer.write(now.hostname(), notice, text, returned), text.subject());
    }

    private CompletionStage<String> commit(Mailbox sender, byte[] message, String subject) {
        Envelope.Body body = Returned.isEightBit(message) ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT;
        Draft draft = queue.draft(Envelope.notice(sender, clock.instant(), body), List.of());
        return draft.append(ByteBuffer.wrap(message))
                .thenCompose(taken -> draft.commit(subject))
                .thenApply(durable -> draft.id().toString())
                .whenComplete((id, fault) -> {
                    if (fault != null) {
                        draft.discard();
                    }
                });
    }
}
