package org.etrngateway.delivery;

import java.nio.ByteBuffer;
import java.time.Clock;
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
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;

/**
 * Tells senders what could not be delivered (RFC 3461 §5.2): one notice for the recipients of a message
 * that were lost together. None for the null sender, for notices are never answered (RFC 5321 §6.1), and
 * none where NOTIFY does not ask for it. Thread-safe.
 */
final class Bounces {
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

    private CompletionStage<String> send(Lease lease, Mailbox sender, List<Outcome> lost) {
        Draft draft = queue.draft(envelope(sender), List.of());
        byte[] message = writer.write(draft.id(), lease, lost);
        return draft.append(ByteBuffer.wrap(message))
                .thenCompose(taken -> draft.commit(NoticeWriter.SUBJECT))
                .thenApply(durable -> draft.id().toString());
    }

    private Envelope envelope(Mailbox sender) {
        Recipient recipient = new Recipient(sender, Set.of(Notify.NEVER), Optional.empty(), true);
        return new Envelope(
                ReversePath.NULL,
                List.of(recipient),
                clock.instant(),
                Envelope.Body.SEVEN_BIT,
                sender.needsSmtpUtf8(),
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Envelope.Origin.NOTICE);
    }
}
