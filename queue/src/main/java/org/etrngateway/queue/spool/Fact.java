package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Wishes;
import org.etrngateway.queue.index.Course;

/** What a record says to a replay; a summary keeps this of each record and nothing else. Immutable. */
sealed interface Fact {
    /** Where the record begins. */
    Place place();

    void tell(Listener listener) throws IOException;

    /**
     * What a record that was read says; empty for a summary, which says nothing new.
     *
     * @throws DamagedException if the record is valid but says what no version of ours writes
     */
    static Optional<Fact> of(Frame frame) throws DamagedException {
        Place place = frame.place();
        byte[] meta = frame.octets();
        return switch (frame.type()) {
            case MESSAGE -> Optional.of(Arrived.of(place, frame.id(), MessageRecord.decode(meta)));
            case OUTCOME -> Optional.of(Ended.of(place, frame.id(), OutcomeRecord.decode(meta)));
            case UNIT -> Optional.of(Decided.of(place, frame.id(), UnitRecord.decode(meta)));
            case SITE -> Optional.of(new Paused(place, SiteRecord.decode(meta).paused()));
            case SUMMARY -> Optional.empty();
        };
    }

    /**
     * A message, with all that its units need.
     *
     * @param held positions of recipients whose units were held from the start
     * @param carried empty: it has just arrived; else compaction wrote it anew, and records before are void
     */
    record Arrived(
            Place place,
            long id,
            long size,
            Instant received,
            boolean notice,
            boolean large,
            Wishes wishes,
            List<Destination> recipients,
            Set<Integer> held,
            Optional<Carried> carried)
            implements Fact {

        static Arrived of(Place place, long id, MessageRecord message) {
            Envelope envelope = message.envelope();
            return new Arrived(
                    place,
                    id,
                    message.size(),
                    envelope.received(),
                    envelope.origin() == Envelope.Origin.NOTICE,
                    message.largeCrc().isPresent(),
                    envelope.wishes(),
                    envelope.recipients().stream().map(Destination::of).toList(),
                    message.held(),
                    message.carried());
        }

        /** From when its age counts. */
        Instant since() {
            return wishes.since(received);
        }

        /** By when its sender wants it delivered. */
        Optional<Instant> deadline() {
            return wishes.deadline(received);
        }

        /**
         * The course of a unit of it, at its beginning. One that is held for its size is not let go by its sender.
         *
         * @param large true if it is held for its size
         */
        Course begun(boolean large) {
            Course course = Course.begun(wishes.urgency()).withLate(wishes.areKnownLate());
            return large
                    ? course.withHeld(true)
                    : wishes.release().map(course::asleep).orElse(course);
        }

        /** Positions of recipients that had met their end. */
        Set<Integer> done() {
            return carried.map(Carried::done).orElse(Set.of());
        }

        /** The same as it was when it arrived. */
        Arrived asItCame() {
            return new Arrived(place, id, size, received, notice, large, wishes, recipients, held, Optional.empty());
        }

        @Override
        public void tell(Listener listener) throws IOException {
            listener.arrived(this);
        }
    }

    /**
     * Recipients of a unit met their end.
     *
     * @param message where the MESSAGE record lies
     * @param done all of the unit's that have, these included
     */
    record Ended(Place place, long id, Place message, Set<Integer> done) implements Fact {
        static Ended of(Place place, long id, OutcomeRecord record) {
            return new Ended(place, id, record.message(), record.done());
        }

        @Override
        public void tell(Listener listener) throws IOException {
            listener.ended(this);
        }
    }

    /**
     * An operator decided about a unit.
     *
     * @param message where the MESSAGE record lies
     */
    record Decided(Place place, long id, Place message, Decision decision) implements Fact {
        static Decided of(Place place, long id, UnitRecord record) {
            return new Decided(place, id, record.message(), record.decision());
        }

        @Override
        public void tell(Listener listener) throws IOException {
            listener.decided(this);
        }
    }

    /** All sites that are paused from here on. */
    record Paused(Place place, Set<SiteName> sites) implements Fact {
        @Override
        public void tell(Listener listener) {
            listener.paused(this);
        }
    }

    /** Told of facts in the order of the log. */
    interface Listener {
        void arrived(Arrived fact) throws IOException;

        void ended(Ended fact) throws IOException;

        void decided(Decided fact) throws IOException;

        void paused(Paused fact);
    }
}
