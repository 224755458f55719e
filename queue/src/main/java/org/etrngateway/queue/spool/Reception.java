package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue.Acceptance;
import org.etrngateway.queue.MailQueue.ArrivalListener;
import org.etrngateway.queue.MailQueue.Reservation;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Unit;

/** How mail comes in: reservation, draft, record, and word to those who wait for it. Thread-safe. */
final class Reception implements SpoolDraft.Acceptor {
    private final Spool spool;
    private final List<ArrivalListener> listeners = new CopyOnWriteArrayList<>();

    Reception(Spool spool) {
        this.spool = spool;
    }

    void listen(ArrivalListener listener) {
        listeners.add(listener);
    }

    /** Mail may be claimed that could not be before. */
    void tell(SiteName site) {
        listeners.forEach(listener -> listener.arrived(site));
    }

    Acceptance acceptance() {
        if (spool.log().hasFailed()) {
            return Acceptance.FAILED;
        }
        return spool.space().isLow() ? Acceptance.FULL : Acceptance.OPEN;
    }

    Optional<Reservation> reserve(SiteName site, long bytes) {
        return spool.holdings().reserve(site, bytes)
                ? Optional.of(new Room(spool.holdings(), site, bytes, new AtomicBoolean()))
                : Optional.empty();
    }

    Draft draft(Envelope envelope, List<Reservation> reservations) {
        return new SpoolDraft(spool.ids().take(), envelope, reservations, spool.files(), this);
    }

    @Override
    public Optional<QueueException> refusal() {
        return switch (acceptance()) {
            case OPEN -> Optional.empty();
            case FULL -> Optional.of(new QueueException(QueueException.Reason.FULL, "the disk is full"));
            case FAILED -> Optional.of(new QueueException(QueueException.Reason.FAILED, "the spool has failed"));
        };
    }

    @Override
    public Set<Integer> held(Envelope envelope, long size) {
        if (envelope.origin() == Envelope.Origin.NOTICE) {
            return Set.of();
        }
        Set<Integer> held = new HashSet<>();
        for (int i = 0; i < envelope.recipients().size(); i++) {
            Destination recipient = Destination.of(envelope.recipients().get(i));
            if (spool.holdings().holds(spool.directory().get().siteOf(recipient), size)) {
                held.add(i);
            }
        }
        return held;
    }

    @Override
    public boolean failed(Throwable cause) {
        Throwable reason = cause instanceof CompletionException ? cause.getCause() : cause;
        if (reason instanceof QueueException known && known.reason() == QueueException.Reason.FAILED) {
            spool.log().giveUp(known);
            return true;
        }
        spool.space().ranOut();
        return false;
    }

    @Override
    public CompletableFuture<Void> accept(
            MessageId id, MessageRecord record, ByteBuffer body, int bodyCrc, List<Reservation> reservations) {
        Arrival arrival = new Arrival(id, record, reservations);
        byte[] meta = record.encode();
        spool.log().submit(new Append(RecordType.MESSAGE, id.value(), () -> meta, body, bodyCrc, arrival));
        return arrival.done;
    }

    /** A message on its way through the log. */
    private final class Arrival implements Append.Then {
        private final CompletableFuture<Void> done = new CompletableFuture<>();
        private final MessageId id;
        private final MessageRecord record;
        private final List<Reservation> reservations;
        private List<Unit> units = List.of();

        Arrival(MessageId id, MessageRecord record, List<Reservation> reservations) {
            this.id = id;
            this.record = record;
            this.reservations = reservations;
        }

        @Override
        public Optional<Fact> fact(Place place) {
            return Optional.of(Fact.Arrived.of(place, id.value(), record));
        }

        @Override
        public void durable(Place place) {
            units = spool.directory().get().units(Fact.Arrived.of(place, id.value(), record));
            spool.add(units);
            reservations.forEach(Reservation::close);
        }

        @Override
        public void complete() {
            done.complete(null);
            units.forEach(unit -> listeners.forEach(listener -> tell(listener, unit)));
        }

        private void tell(ArrivalListener listener, Unit unit) {
            listener.taken(unit.site(), unit.stored().size());
            if (unit.course().until().isPresent()) {
                // Nobody is to hear of it before its time.
                return;
            }
            if (unit.course().held()) {
                listener.held(id, unit.site(), record.envelope(), unit.recipients());
            } else {
                listener.arrived(unit.site());
            }
        }

        @Override
        public void failed(QueueException reason) {
            reservations.forEach(Reservation::close);
            if (reason.reason() == QueueException.Reason.FULL) {
                spool.space().ranOut();
            }
            done.completeExceptionally(reason);
        }
    }

    private record Room(Holdings holdings, SiteName site, long bytes, AtomicBoolean closed) implements Reservation {
        @Override
        public void close() {
            if (closed.compareAndSet(false, true)) {
                holdings.unreserve(site, bytes);
            }
        }
    }
}
