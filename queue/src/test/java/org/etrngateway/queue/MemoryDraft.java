package org.etrngateway.queue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.etrngateway.queue.MailQueue.Reservation;

/** A message that a {@link MemoryQueue} receives. */
final class MemoryDraft implements Draft {
    /** From here on a draft goes to the disk while it is received, where a disk's fault shows itself. */
    private static final int BUFFERED = 256 * 1024;

    private static final int MAX_SUBJECT = 200;

    private final MemoryQueue queue;
    private final MessageId id;
    private Envelope envelope;
    private final List<Reservation> given;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean ended;

    MemoryDraft(MemoryQueue queue, MessageId id, Envelope envelope, List<Reservation> given) {
        this.queue = queue;
        this.id = id;
        this.envelope = envelope;
        this.given = given;
    }

    @Override
    public MessageId id() {
        return id;
    }

    @Override
    public CompletionStage<Void> append(ByteBuffer buffer) {
        checkOpen();
        byte[] chunk = new byte[buffer.remaining()];
        buffer.get(chunk);
        bytes.writeBytes(chunk);
        Optional<QueueException> refusal =
                bytes.size() > BUFFERED ? queue.disk().refusal() : Optional.empty();
        return refusal.<CompletionStage<Void>>map(CompletableFuture::failedStage)
                .orElseGet(() -> CompletableFuture.completedStage(null));
    }

    @Override
    public long size() {
        return bytes.size();
    }

    @Override
    public CompletionStage<Void> commit(String subject) {
        checkOpen();
        ended = true;
        CompletableFuture<Void> stage = new CompletableFuture<>();
        MemoryMessage message = new MemoryMessage(id, envelope, cut(subject), bytes.toByteArray());
        queue.disk().whenDurable(() -> queue.finish(message, given, stage));
        return stage.minimalCompletionStage();
    }

    @Override
    public void prioritise(int priority) {
        envelope = envelope.with(envelope.wishes().withPriority(priority));
    }

    @Override
    public void discard() {
        if (!ended) {
            ended = true;
            given.forEach(Reservation::close);
        }
    }

    private void checkOpen() {
        if (ended) {
            throw new IllegalStateException("the draft was committed or discarded");
        }
    }

    private static String cut(String subject) {
        if (subject.length() <= MAX_SUBJECT) {
            return subject;
        }
        boolean halfPair = Character.isHighSurrogate(subject.charAt(MAX_SUBJECT - 1));
        return subject.substring(0, halfPair ? MAX_SUBJECT - 1 : MAX_SUBJECT);
    }
}
