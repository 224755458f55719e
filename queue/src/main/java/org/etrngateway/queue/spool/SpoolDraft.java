package org.etrngateway.queue.spool;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.zip.CRC32C;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;

/**
 * A message that is being received: in memory while it is small, then in a file of its own. One caller,
 * one call at a time.
 */
final class SpoolDraft implements Draft {
    private static final int CHUNK = 64 << 10;
    private static final int SUBJECT = 200;

    private final MessageId id;
    private Envelope envelope;
    private final List<Reservation> reservations;
    private final LargeFiles files;
    private final Acceptor acceptor;
    private final CRC32C crc = new CRC32C();
    private ByteArrayOutputStream buffer = new ByteArrayOutputStream();
    private Optional<LargeUpload> upload = Optional.empty();
    private long size;
    private boolean over;

    SpoolDraft(MessageId id, Envelope envelope, List<Reservation> reservations, LargeFiles files, Acceptor acceptor) {
        this.id = id;
        this.envelope = envelope;
        this.reservations = List.copyOf(reservations);
        this.files = files;
        this.acceptor = acceptor;
    }

    @Override
    public MessageId id() {
        return id;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public CompletionStage<Void> append(ByteBuffer bytes) {
        checkOpen();
        byte[] octets = new byte[bytes.remaining()];
        bytes.get(octets);
        crc.update(octets);
        size += octets.length;
        buffer.writeBytes(octets);
        if (!files.isLarge(size)) {
            return CompletableFuture.completedFuture(null);
        }
        if (upload.isEmpty()) {
            upload = Optional.of(files.begin(id));
        }
        return buffer.size() < CHUNK ? CompletableFuture.completedFuture(null) : pass(upload.get());
    }

    private CompletableFuture<Void> pass(LargeUpload to) {
        ByteBuffer chunk = ByteBuffer.wrap(buffer.toByteArray());
        buffer = new ByteArrayOutputStream(CHUNK);
        return to.append(chunk);
    }

    @Override
    public void prioritise(int priority) {
        envelope = envelope.with(envelope.wishes().withPriority(priority));
    }

    @Override
    public CompletionStage<Void> commit(String subject) {
        checkOpen();
        over = true;
        Optional<QueueException> refusal = acceptor.refusal();
        if (refusal.isPresent()) {
            giveUp();
            return CompletableFuture.failedFuture(refusal.get());
        }
        return upload.map(to -> commitLarge(to, cut(subject))).orElseGet(() -> commitSmall(cut(subject)));
    }

    private CompletableFuture<Void> commitSmall(String subject) {
        MessageRecord record = record(subject, Optional.empty());
        ByteBuffer body = ByteBuffer.wrap(buffer.toByteArray());
        buffer = new ByteArrayOutputStream(0);
        return submit(record, body);
    }

    private CompletableFuture<Void> commitLarge(LargeUpload to, String subject) {
        Optional<Integer> whole = Optional.of((int) crc.getValue());
        MessageRecord record = record(subject, whole);
        CompletableFuture<Void> written = pass(to).thenCompose(ok -> to.finish());
        return written.thenCompose(ok -> submit(record, Append.NO_BODY)).whenComplete((ok, failure) -> {
            if (failure != null) {
                failed(failure);
            }
        });
    }

    private void failed(Throwable failure) {
        if (acceptor.failed(failure)) {
            // The next start deletes the file if it finds no record.
            upload = Optional.empty();
        }
        giveUp();
    }

    private MessageRecord record(String subject, Optional<Integer> largeCrc) {
        return new MessageRecord(envelope, subject, size, largeCrc, acceptor.held(envelope, size), Optional.empty());
    }

    private CompletableFuture<Void> submit(MessageRecord record, ByteBuffer body) {
        int bodyCrc = record.largeCrc().isPresent() ? 0 : (int) crc.getValue();
        return acceptor.accept(id, record, body, bodyCrc, reservations);
    }

    @Override
    public void discard() {
        if (!over) {
            over = true;
            giveUp();
        }
    }

    private void giveUp() {
        reservations.forEach(Reservation::close);
        buffer = new ByteArrayOutputStream(0);
        upload.ifPresent(LargeUpload::discard);
    }

    private void checkOpen() {
        if (over) {
            throw new IllegalStateException("the draft was committed or discarded");
        }
    }

    private static String cut(String subject) {
        if (subject.length() <= SUBJECT) {
            return subject;
        }
        int end = Character.isHighSurrogate(subject.charAt(SUBJECT - 1)) ? SUBJECT - 1 : SUBJECT;
        return subject.substring(0, end);
    }

    /** Takes finished messages into the log. */
    interface Acceptor {
        /** Why no message is taken now; empty: one is. */
        Optional<QueueException> refusal();

        /** Positions of recipients whose units are held from the start. */
        Set<Integer> held(Envelope envelope, long size);

        /**
         * A large content could not be written, or its record.
         *
         * @return true if the record may be found at the next start all the same
         */
        boolean failed(Throwable cause);

        CompletableFuture<Void> accept(
                MessageId id, MessageRecord record, ByteBuffer body, int bodyCrc, List<Reservation> reservations);
    }
}
