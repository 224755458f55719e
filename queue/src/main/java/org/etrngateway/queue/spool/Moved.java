package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Unit;

/** A message on its way from an old segment to the end of the log. Immutable. */
record Moved(Spool spool, Frame frame, ByteBuffer body) {
    long id() {
        return frame.id();
    }

    /** Where its record lies before. */
    Place place() {
        return frame.place();
    }

    /**
     * The record that takes the place of all before it.
     *
     * @param open all units of the message that are open now
     * @param written completed when it is durable and memory knows where it lies
     */
    Append append(List<Unit> open, CompletableFuture<Void> written) {
        try {
            byte[] meta = MessageRecord.carry(frame.octets(), carried(MessageRecord.decode(frame.octets()), open));
            List<UnitKey> units = open.stream().map(UnitKey::of).toList();
            Then then = new Then(spool, id(), MessageRecord.decode(meta), units, written);
            return new Append(
                    RecordType.MESSAGE, id(), () -> meta, body, frame.header().bodyCrc(), then);
        } catch (DamagedException e) {
            // Its CRC was right, and it was read before the message was first held.
            throw new IllegalStateException("a record that was valid is not any more", e);
        }
    }

    private static Carried carried(MessageRecord message, List<Unit> open) {
        Set<Integer> done = new HashSet<>();
        for (int i = 0; i < message.envelope().recipients().size(); i++) {
            done.add(i);
        }
        open.forEach(unit -> unit.recipients().stream()
                .filter(position -> !unit.course().done().contains(position))
                .forEach(done::remove));
        return new Carried(done, open.stream().map(Decision::of).toList());
    }

    private record Then(
            Spool spool, long id, MessageRecord record, List<UnitKey> units, CompletableFuture<Void> written)
            implements Append.Then {
        @Override
        public Optional<Fact> fact(Place place) {
            return Optional.of(Fact.Arrived.of(place, id, record));
        }

        @Override
        public void durable(Place place) {
            units.forEach(key -> spool.change(key, unit -> unit.at(place.segment(), place.offset())));
        }

        @Override
        public void complete() {
            written.complete(null);
        }

        @Override
        public void failed(QueueException reason) {
            written.completeExceptionally(reason);
        }
    }
}
