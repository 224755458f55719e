package org.etrngateway.delivery;

import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells senders what could not be delivered (RFC 3461 §5.2): one notice for the recipients of a message
 * that were lost together. None for the null sender, for notices are never answered (RFC 5321 §6.1), and
 * none where NOTIFY does not ask for it. Thread-safe.
 */
final class Bounces {
    private static final Logger LOG = LoggerFactory.getLogger(Bounces.class);
    private static final String NULL_SENDER = "none: the sender is null";
    private static final String NOT_WANTED = "none: NOTIFY does not ask for it";

    private final MailQueue queue;
    private final NoticeWriter writer;
    private final Clock clock;

    Bounces(MailQueue queue, NoticeWriter writer, Clock clock) {
        this.queue = queue;
        this.writer = writer;
        this.clock = clock;
    }

    /**
     * Writes and commits the notice that is due; blocks on the disk.
     *
     * @param lost failed or expired recipients of the lease
     * @return what the outcomes shall say of the notice, once it is durable
     */
    CompletionStage<String> report(Lease lease, List<Outcome> lost) {
        Optional<Mailbox> sender = lease.envelope().sender().mailbox();
        if (sender.isEmpty()) {
            return CompletableFuture.completedFuture(NULL_SENDER);
        }
        List<Outcome> wanted =
                lost.stream().filter(outcome -> isWanted(lease, outcome)).toList();
        return wanted.isEmpty() ? CompletableFuture.completedFuture(NOT_WANTED) : send(lease, sender.get(), wanted);
    }

    private static boolean isWanted(Lease lease, Outcome outcome) {
        Set<Notify> notices =
                lease.envelope().recipients().get(outcome.recipient()).notices();
        return notices.isEmpty() || notices.contains(Notify.FAILURE);
    }

    /**
     * Tells the sender of a message that it is held, where he may be told (RFC 3461 §5.2.3): nothing is lost if it
     * cannot be written. Blocks on the disk.
     *
     * @param recipients positions in the envelope, of those for whom it is held
     * @param until when the message will be given up
     */
    void held(MessageId id, Envelope envelope, Collection<Integer> recipients, Instant until) {
        List<Integer> wanted = recipients.stream()
                .sorted()
                .filter(position -> isDelayWanted(envelope.recipients().get(position)))
                .toList();
        if (!wanted.isEmpty()) {
            envelope.sender().mailbox().ifPresent(sender -> held(id, envelope, wanted, sender, until));
        }
    }

    private void held(MessageId id, Envelope envelope, List<Integer> recipients, Mailbox sender, Instant until) {
        byte[] message = writer.writeHeld(envelope, recipients, until);
        commit(sender, message, NoticeWriter.HELD_SUBJECT).whenComplete((notice, fault) -> {
            if (fault == null) {
                LOG.info("id={} is held, and its sender is told so notice={}", id, notice);
            } else {
                LOG.warn("id={} is held, and its sender cannot be told so: {}", id, fault.getMessage());
            }
        });
    }

    private static boolean isDelayWanted(Recipient recipient) {
        return recipient.notices().isEmpty() || recipient.notices().contains(Notify.DELAY);
    }

    private CompletionStage<String> send(Lease lease, Mailbox sender, List<Outcome> lost) {
        return commit(sender, writer.write(Report.FAILED, lease, lost), Report.FAILED.subject());
    }

    /** True if the sender wants to know that a message got through. */
    static boolean isSuccessWanted(Lease lease, Outcome outcome) {
        return lease.envelope().sender().mailbox().isPresent()
                && lease.envelope()
                        .recipients()
                        .get(outcome.recipient())
                        .notices()
                        .contains(Notify.SUCCESS);
    }

    /**
     * Tells the sender that a message went to a server that will not tell him of success, which he wants to know
     * (RFC 3461 §5.2.2). Blocks on the disk.
     *
     * @param passed recipients of which that is wanted
     * @return the id of the notice, once it is durable
     */
    CompletionStage<String> relayed(Lease lease, List<Outcome> passed) {
        Mailbox sender = lease.envelope().sender().mailbox().orElseThrow();
        return commit(sender, writer.write(Report.RELAYED, lease, passed), Report.RELAYED.subject());
    }

    private CompletionStage<String> commit(Mailbox sender, byte[] message, String subject) {
        Draft draft = queue.draft(envelope(sender, isEightBit(message)), List.of());
        return draft.append(ByteBuffer.wrap(message))
                .thenCompose(taken -> draft.commit(subject))
                .thenApply(durable -> draft.id().toString())
                .whenComplete((id, fault) -> {
                    if (fault != null) {
                        draft.discard();
                    }
                });
    }

    private static boolean isEightBit(byte[] message) {
        for (byte octet : message) {
            if (octet < 0) {
                return true;
            }
        }
        return false;
    }

    private Envelope envelope(Mailbox sender, boolean eightBit) {
        Recipient recipient = new Recipient(sender, Set.of(Notify.NEVER), Optional.empty(), true);
        return new Envelope(
                ReversePath.NULL,
                List.of(recipient),
                clock.instant(),
                eightBit ? Envelope.Body.EIGHT_BIT_MIME : Envelope.Body.SEVEN_BIT,
                sender.needsSmtpUtf8(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Envelope.Origin.NOTICE);
    }
}
