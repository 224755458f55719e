package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.DeliverBy;
import org.etrngateway.queue.Wishes;

/** Facts as fields of a summary. Tags are on disk: never reuse one. */
final class FactCodec {
    private static final int OFFSET = 1;
    private static final int ID = 2;
    private static final int MESSAGE_SEGMENT = 3;
    private static final int MESSAGE_OFFSET = 4;
    private static final int POSITIONS = 5;
    // 6 was a hold; see DECISION.
    private static final int PRIORITY = 7;
    private static final int SIZE = 8;
    private static final int RECEIVED = 9;
    private static final int NOTICE = 10;
    private static final int LARGE = 11;
    private static final int RECIPIENT = 12;
    private static final int SITE = 13;
    private static final int DECISION = 14;
    private static final int CARRIED = 15;
    private static final int HELD = 16;
    private static final int BY = 17;
    private static final int RELEASE = 18;

    private static final int DOMAIN = 1;
    private static final int OUTBOUND = 2;

    private FactCodec() {}

    /** Adds a fact as one field, tagged with its type. */
    static void encode(Fact fact, FieldWriter to) {
        FieldWriter out = new FieldWriter().put(OFFSET, fact.place().offset());
        // Java 17 has no pattern switch; the hierarchy is sealed and small.
        if (fact instanceof Fact.Arrived arrived) {
            to.put(RecordType.MESSAGE.code(), encode(arrived, out));
        } else if (fact instanceof Fact.Ended ended) {
            out.put(ID, ended.id()).putAll(POSITIONS, ended.done());
            to.put(RecordType.OUTCOME.code(), encode(ended.message(), out));
        } else if (fact instanceof Fact.Decided decided) {
            out.put(ID, decided.id()).put(DECISION, decided.decision().encode());
            to.put(RecordType.UNIT.code(), encode(decided.message(), out));
        } else {
            Fact.Paused paused = (Fact.Paused) fact;
            new TreeSet<>(paused.sites()).forEach(site -> out.put(SITE, site.name()));
            to.put(RecordType.SITE.code(), out);
        }
    }

    private static FieldWriter encode(Place message, FieldWriter out) {
        return out.put(MESSAGE_SEGMENT, message.segment()).put(MESSAGE_OFFSET, message.offset());
    }

    private static FieldWriter encode(Fact.Arrived fact, FieldWriter out) {
        out.put(ID, fact.id()).put(SIZE, fact.size()).put(RECEIVED, fact.received());
        flag(NOTICE, fact.notice(), out);
        flag(LARGE, fact.large(), out);
        fact.wishes().priority().ifPresent(priority -> out.put(PRIORITY, priority));
        fact.wishes().by().ifPresent(by -> out.put(BY, by.toString()));
        fact.wishes().release().ifPresent(release -> out.put(RELEASE, release));
        if (!fact.held().isEmpty()) {
            out.putAll(HELD, fact.held());
        }
        fact.carried().ifPresent(carried -> out.put(CARRIED, carried.encode()));
        for (Destination recipient : fact.recipients()) {
            FieldWriter one = new FieldWriter();
            recipient.domain().ifPresent(domain -> one.put(DOMAIN, domain.name()));
            flag(OUTBOUND, recipient.outbound(), one);
            out.put(RECIPIENT, one);
        }
        return out;
    }

    private static void flag(int tag, boolean set, FieldWriter out) {
        if (set) {
            out.put(tag, 1);
        }
    }

    /** Reads the field that a reader stands at; empty if this version does not know its tag. */
    static Optional<Fact> decode(long segment, FieldReader at) throws DamagedException {
        Fields fields = new Fields(segment, at.nested());
        if (at.tag() == RecordType.MESSAGE.code()) {
            return Optional.of(fields.arrived());
        } else if (at.tag() == RecordType.OUTCOME.code()) {
            return Optional.of(fields.ended());
        } else if (at.tag() == RecordType.UNIT.code()) {
            return fields.decided();
        } else if (at.tag() == RecordType.SITE.code()) {
            return Optional.of(fields.paused());
        }
        return Optional.empty();
    }

    /** The fields of one fact, of whatever type. */
    private static final class Fields {
        private final long segment;
        private final List<Destination> recipients = new ArrayList<>();
        private final Set<SiteName> sites = new TreeSet<>();
        private long offset;
        private long id;
        private long messageSegment;
        private long messageOffset;
        private Set<Integer> positions = Set.of();
        private Set<Integer> held = Set.of();
        private Optional<Decision> decision = Optional.empty();
        private Optional<Carried> carried = Optional.empty();
        private OptionalInt priority = OptionalInt.empty();
        private Optional<DeliverBy> by = Optional.empty();
        private Optional<Instant> release = Optional.empty();
        private long size;
        private Instant received = Instant.EPOCH;
        private boolean notice;
        private boolean large;

        Fields(long segment, FieldReader in) throws DamagedException {
            this.segment = segment;
            while (in.next()) {
                read(in);
            }
        }

        private void read(FieldReader in) throws DamagedException {
            switch (in.tag()) {
                case OFFSET -> offset = in.number();
                case ID -> id = in.number();
                case MESSAGE_SEGMENT -> messageSegment = in.number();
                case MESSAGE_OFFSET -> messageOffset = in.number();
                case POSITIONS -> positions = in.numbers();
                case DECISION -> decision = Optional.of(Decision.decode(in.nested()));
                case CARRIED -> carried = Optional.of(Carried.decode(in.nested()));
                case HELD -> held = in.numbers();
                case PRIORITY -> priority = OptionalInt.of(in.smallNumber());
                case BY -> by = DeliverBy.parse(in.text());
                case RELEASE -> release = Optional.of(in.instant());
                case SIZE -> size = in.number();
                case RECEIVED -> received = in.instant();
                case NOTICE -> notice = in.flag();
                case LARGE -> large = in.flag();
                case RECIPIENT -> recipients.add(destination(in.nested()));
                case SITE -> sites.add(new SiteName(in.text()));
                default -> {}
            }
        }

        private static Destination destination(FieldReader in) throws DamagedException {
            Optional<DomainName> domain = Optional.empty();
            boolean outbound = false;
            while (in.next()) {
                switch (in.tag()) {
                    case DOMAIN -> domain = Optional.of(new DomainName(in.text()));
                    case OUTBOUND -> outbound = in.flag();
                    default -> {}
                }
            }
            return new Destination(domain, outbound);
        }

        private Place place() {
            return new Place(segment, offset);
        }

        private Place message() {
            return new Place(messageSegment, messageOffset);
        }

        Fact arrived() {
            return new Fact.Arrived(
                    place(),
                    id,
                    size,
                    received,
                    notice,
                    large,
                    new Wishes(priority, by, release),
                    List.copyOf(recipients),
                    held,
                    carried);
        }

        Fact ended() {
            return new Fact.Ended(place(), id, message(), positions);
        }

        Optional<Fact> decided() {
            return decision.map(what -> new Fact.Decided(place(), id, message(), what));
        }

        Fact paused() {
            return new Fact.Paused(place(), Set.copyOf(sites));
        }
    }
}
