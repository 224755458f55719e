package org.etrngateway.transcript;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.NamedTransaction;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.TransactionName;

/** A queue whose answers come late and on other threads, at every third append and at each commit. */
final class LateQueue extends RoomQueue {
    private final List<Accepted> accepted = new CopyOnWriteArrayList<>();
    private final AtomicLong ids = new AtomicLong();
    private final String commitResult;
    private final Transcript transcript;

    LateQueue(Transcript transcript) {
        super(Acceptance.valueOf(transcript.header("accept", "OPEN")));
        this.transcript = transcript;
        commitResult = transcript.header("commit", "ok");
    }

    List<Accepted> accepted() {
        return List.copyOf(accepted);
    }

    @Override
    public Draft draft(Envelope envelope, List<Reservation> reservations) {
        return new LateDraft(envelope, reservations, new MessageId(ids.incrementAndGet()), new byte[0]);
    }

    @Override
    public CompletionStage<NamedTransaction> takeUp(TransactionName name, Runnable lost) {
        return CompletableFuture.supplyAsync(() ->
                new KeptTransaction(transcript, new World(transcript), envelope -> draft(envelope, List.of())) {
                    @Override
                    public Draft resume(List<Reservation> reservations) {
                        return new LateDraft(
                                envelope().orElseThrow(), reservations, new MessageId(ids.incrementAndGet()), octets());
                    }
                });
    }

    private final class LateDraft implements Draft {
        private Envelope envelope;
        private final List<Reservation> reservations;
        private final MessageId id;
        private final byte[] kept;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private CompletableFuture<Void> last = CompletableFuture.completedFuture(null);
        private int appends;

        LateDraft(Envelope envelope, List<Reservation> reservations, MessageId id, byte[] kept) {
            this.kept = kept;
            this.envelope = envelope;
            this.reservations = List.copyOf(reservations);
            this.id = id;
        }

        @Override
        public MessageId id() {
            return id;
        }

        @Override
        public CompletionStage<Void> head(ByteBuffer bytes) {
            CompletionStage<Void> stage = append(bytes);
            content.writeBytes(kept);
            return stage;
        }

        @Override
        public CompletionStage<Void> append(ByteBuffer bytes) {
            inTurn();
            byte[] octets = new byte[bytes.remaining()];
            bytes.get(octets);
            content.writeBytes(octets);
            appends++;
            if (appends % 3 == 0) {
                last = CompletableFuture.runAsync(() -> {});
            }
            return last;
        }

        @Override
        public long size() {
            return content.size();
        }

        @Override
        public void prioritise(int priority) {
            inTurn();
            envelope = envelope.with(envelope.wishes().withPriority(priority));
        }

        @Override
        public CompletionStage<Void> commit(String subject) {
            inTurn();
            last = CompletableFuture.runAsync(() -> {
                if (!commitResult.equals("ok")) {
                    throw new QueueException(QueueException.Reason.valueOf(commitResult), "as the transcript says");
                }
                reservations.forEach(Reservation::close);
                accepted.add(Accepted.of(envelope, content.toByteArray()));
            });
            return last;
        }

        @Override
        public void discard() {
            inTurn();
            reservations.forEach(Reservation::close);
        }

        private void inTurn() {
            if (!last.isDone()) {
                throw new IllegalStateException("called before the stage of the call before had completed");
            }
        }
    }
}
