package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Listing;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Selection;
import org.etrngateway.queue.index.Unit;
import org.etrngateway.queue.index.UnitFilter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows the queue: rows and memory as one. Thread-safe. */
final class Listings {
    private static final Logger LOG = LoggerFactory.getLogger(Listings.class);
    private static final Comparator<Unit> ORDER =
            Comparator.comparingLong(Unit::id).thenComparing(Unit::site);

    private final Spool spool;

    Listings(Spool spool) {
        this.spool = spool;
    }

    List<Listed> list(Listing listing) {
        return page(listing).stream().map(this::listed).toList();
    }

    /** Sites with units that are due. */
    Set<SiteName> due(Instant now) {
        UnitFilter filter = UnitFilter.of(Selection.due(now));
        return spool.feed().view(index -> {
            List<Unit> rows = index.map(it -> it.due(now)).orElse(List.of());
            Set<SiteName> sites = new TreeSet<>();
            for (Unit unit : merged(rows, Optional.empty(), 0, Long.MAX_VALUE)) {
                boolean scheduled = unit.course().due().isPresent() && filter.matches(unit);
                if (scheduled && !spool.holdings().isLeased(UnitKey.of(unit))) {
                    sites.add(unit.site());
                }
            }
            return sites;
        });
    }

    /** Sites with units that are late, and whose senders do not know it. */
    Set<SiteName> late(Instant now) {
        UnitFilter filter = UnitFilter.of(Selection.late(now));
        Set<SiteName> sites = new TreeSet<>();
        for (Unit unit : alarms(now)) {
            if (filter.matches(unit) && !spool.holdings().isLeased(UnitKey.of(unit))) {
                sites.add(unit.site());
            }
        }
        return sites;
    }

    /** Units that their senders let go by now, and that are held still. */
    List<Unit> rested(Instant now) {
        return alarms(now).stream()
                .filter(unit ->
                        unit.course().until().filter(end -> !end.isAfter(now)).isPresent())
                .toList();
    }

    private List<Unit> alarms(Instant now) {
        return spool.feed().view(index -> {
            List<Unit> rows = index.map(it -> it.alarms(now)).orElse(List.of());
            return spool.holdings()
                    .with(memory -> Stream.concat(
                                    memory.overlay().open(),
                                    rows.stream()
                                            .filter(row -> memory.overlay()
                                                    .get(UnitKey.of(row))
                                                    .isEmpty()))
                            .filter(unit ->
                                    unit.alarm().filter(at -> !at.isAfter(now)).isPresent())
                            .toList());
        });
    }

    private List<Unit> page(Listing listing) {
        long after = listing.after().map(MessageId::value).orElse(0L);
        List<Unit> found = new ArrayList<>();
        // One more than wanted shows where the page cuts a message in two.
        int wanted = listing.limit() + 1;
        boolean more = true;
        while (more && found.size() < wanted) {
            Stretch stretch = stretch(listing.site(), after, wanted);
            found.addAll(stretch.units);
            more = stretch.more;
            after = stretch.until;
        }
        return cut(found, listing.limit());
    }

    private Stretch stretch(Optional<SiteName> site, long after, int limit) {
        return spool.feed().view(index -> {
            List<Unit> rows = index.map(it -> it.list(site, after, limit)).orElse(List.of());
            boolean more = rows.size() == limit;
            long until = Long.MAX_VALUE;
            if (more) {
                // The last message may have more rows: it belongs to the next stretch, unless it is alone.
                long last = rows.get(rows.size() - 1).id();
                boolean alone = rows.get(0).id() == last;
                until = alone ? last : last - 1;
                rows = alone && site.isEmpty() ? index.get().ofMessage(last) : rows;
            }
            return new Stretch(merged(rows, site, after, until), until, more);
        });
    }

    /** Rows of these ids, corrected by memory, with what only memory knows. */
    private List<Unit> merged(List<Unit> rows, Optional<SiteName> site, long after, long until) {
        List<Unit> units = spool.holdings().with(memory -> {
            Stream<Unit> ofRows = rows.stream()
                    .filter(row -> memory.overlay().get(UnitKey.of(row)).isEmpty());
            return Stream.concat(memory.open(site), ofRows)
                    .filter(unit -> unit.id() > after && unit.id() <= until)
                    .collect(Collectors.toCollection(ArrayList::new));
        });
        units.sort(ORDER);
        return units;
    }

    /** The first of these, the last message whole, for the next page begins behind it. */
    private static List<Unit> cut(List<Unit> found, int limit) {
        int end = Math.min(limit, found.size());
        while (end < found.size() && found.get(end).id() == found.get(end - 1).id()) {
            end++;
        }
        return found.subList(0, end);
    }

    private Listed listed(Unit unit) {
        try {
            return listed(unit, spool.message(unit));
        } catch (IOException e) {
            LOG.warn("message {} cannot be read: {}", new MessageId(unit.id()), e.getMessage());
            return unreadable(unit, e.getMessage());
        }
    }

    /** A unit whose record is damaged or gone, by what the row knows: it is still held. */
    private Listed unreadable(Unit unit, String why) {
        String domain = unit.stored().domains().stream()
                .findFirst()
                .map(DomainName::name)
                .orElse("unreadable.invalid");
        Set<Integer> open = new TreeSet<>(unit.recipients());
        open.removeAll(unit.course().done());
        return new Listed(
                new MessageId(unit.id()),
                unit.site(),
                state(unit),
                ReversePath.NULL,
                Collections.nCopies(open.size(), new Mailbox("unreadable", domain)),
                "",
                unit.stored().size(),
                unit.stored().since(),
                unit.course().priority(),
                unit.course().attempts(),
                unit.course().until(),
                unit.course().due(),
                "cannot be read: " + why);
    }

    private Listed listed(Unit unit, MessageRecord message) {
        Set<Integer> open = new TreeSet<>(unit.recipients());
        open.removeAll(new HashSet<>(unit.course().done()));
        Envelope envelope = message.envelope();
        return new Listed(
                new MessageId(unit.id()),
                unit.site(),
                state(unit),
                envelope.sender(),
                open.stream()
                        .map(position -> envelope.recipients().get(position).address())
                        .toList(),
                message.subject(),
                unit.stored().size(),
                envelope.received(),
                unit.course().priority(),
                unit.course().attempts(),
                unit.course().until(),
                unit.course().due(),
                unit.course().lastReply());
    }

    private Listed.State state(Unit unit) {
        if (spool.holdings().isLeased(UnitKey.of(unit))) {
            return Listed.State.IN_FLIGHT;
        }
        if (unit.course().until().isPresent()) {
            return Listed.State.ASLEEP;
        }
        return unit.course().held() ? Listed.State.OPERATOR_HELD : Listed.State.HELD;
    }

    private record Stretch(List<Unit> units, long until, boolean more) {}
}
