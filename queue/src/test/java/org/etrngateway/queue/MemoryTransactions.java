package org.etrngateway.queue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.etrngateway.queue.MailQueue.Reservation;

/** The named transactions of a {@link MemoryQueue}; they know no bounds. Thread-safe. */
final class MemoryTransactions {
    private final MemoryQueue queue;
    private final Clock clock;
    private final Map<TransactionName, Kept> kept = new HashMap<>();
    private final Map<TransactionName, Session> open = new HashMap<>();

    MemoryTransactions(MemoryQueue queue, Clock clock) {
        this.queue = queue;
        this.clock = clock;
    }

    /** What came of one: the octets as Latin-1, or how many the client sent of a complete one. */
    private record Kept(Envelope envelope, String octets, Optional<Long> sent, Instant touched) {}

    NamedTransaction takeUp(TransactionName name, Runnable lost) {
        Session before;
        Session session;
        synchronized (this) {
            before = open.get(name);
        }
        if (before != null) {
            before.lose();
        }
        synchronized (this) {
            Instant old = clock.instant().minus(Duration.ofHours(MailQueue.NAMED_HOURS));
            kept.values().removeIf(one -> !one.touched().isAfter(old));
            session = new Session(name, lost, Optional.ofNullable(kept.get(name)));
            open.put(name, session);
        }
        return session;
    }

    private synchronized void keep(TransactionName name, Kept now) {
        kept.put(name, now);
    }

    private synchronized void drop(TransactionName name) {
        kept.remove(name);
    }

    private synchronized void release(TransactionName name, Session session) {
        open.remove(name, session);
    }

    private static int lineStart(byte[] octets) {
        int at = octets.length;
        while (at > 0 && !(at > 1 && octets[at - 2] == '\r' && octets[at - 1] == '\n')) {
            at--;
        }
        return at;
    }

    private final class Session implements NamedTransaction {
        private final TransactionName name;
        private final Runnable lost;
        private final Optional<Kept> found;
        private final byte[] octets;
        private Optional<NamedDraft> draft = Optional.empty();

        Session(TransactionName name, Runnable lost, Optional<Kept> found) {
            this.name = name;
            this.lost = lost;
            byte[] all = found.map(Kept::octets).orElse("").getBytes(StandardCharsets.ISO_8859_1);
            this.octets = Arrays.copyOf(all, lineStart(all));
            this.found = found.filter(one -> one.sent().isPresent() || octets.length > 0);
        }

        void lose() {
            lost.run();
            draft.ifPresent(NamedDraft::suspend);
        }

        @Override
        public Optional<Envelope> envelope() {
            return found.map(Kept::envelope);
        }

        @Override
        public boolean isComplete() {
            return found.flatMap(Kept::sent).isPresent();
        }

        @Override
        public long kept() {
            return found.flatMap(Kept::sent).orElse((long) octets.length);
        }

        @Override
        public ByteBuffer head() {
            return ByteBuffer.wrap(octets, 0, Math.min(HEAD, octets.length)).slice();
        }

        @Override
        public Draft begin(Envelope envelope, List<Reservation> reservations) {
            drop(name);
            return open(envelope, new byte[0], reservations);
        }

        @Override
        public Draft resume(List<Reservation> reservations) {
            if (isComplete() || octets.length == 0) {
                throw new IllegalStateException("nothing is left to go on with");
            }
            return open(found.orElseThrow().envelope(), octets, reservations);
        }

        private Draft open(Envelope envelope, byte[] before, List<Reservation> reservations) {
            draft = Optional.of(new NamedDraft(name, envelope, before, queue.draft(envelope, reservations)));
            return draft.get();
        }

        @Override
        public void forget() {
            if (!isComplete()) {
                drop(name);
            }
        }

        @Override
        public void close() {
            draft.ifPresent(NamedDraft::suspend);
            release(name, this);
        }
    }

    private final class NamedDraft implements Draft {
        private final TransactionName name;
        private final Envelope envelope;
        private final Draft inner;
        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();
        private long head;
        private boolean over;
        private boolean lost;

        NamedDraft(TransactionName name, Envelope envelope, byte[] before, Draft inner) {
            this.name = name;
            this.envelope = envelope;
            this.inner = inner;
            octets.writeBytes(before);
        }

        @Override
        public MessageId id() {
            return inner.id();
        }

        @Override
        public CompletionStage<Void> head(ByteBuffer bytes) {
            head += bytes.remaining();
            return inner.append(bytes);
        }

        @Override
        public CompletionStage<Void> append(ByteBuffer bytes) {
            if (lost) {
                return CompletableFuture.failedStage(
                        new QueueException(QueueException.Reason.FAILED, "another session has it"));
            }
            byte[] chunk = new byte[bytes.remaining()];
            bytes.get(chunk);
            octets.writeBytes(chunk);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public long size() {
            return head + octets.size();
        }

        @Override
        public CompletionStage<Void> commit(String subject) {
            throw new IllegalStateException("a named transaction must know how much its client has sent");
        }

        @Override
        public CompletionStage<Void> commit(String subject, long sent) {
            over = true;
            store(Optional.empty());
            var unused = inner.append(ByteBuffer.wrap(octets.toByteArray()));
            return inner.commit(subject).thenRun(() -> store(Optional.of(sent)));
        }

        private void store(Optional<Long> sent) {
            String now = sent.isPresent() ? "" : octets.toString(StandardCharsets.ISO_8859_1);
            keep(name, new Kept(envelope, now, sent, clock.instant()));
        }

        @Override
        public void prioritise(int priority) {
            inner.prioritise(priority);
        }

        @Override
        public void discard() {
            if (!over) {
                over = true;
                drop(name);
                inner.discard();
            }
        }

        @Override
        public void suspend() {
            lost = true;
            if (!over) {
                over = true;
                store(Optional.empty());
                inner.discard();
            }
        }
    }
}
