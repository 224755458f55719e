package org.etrngateway.queue.spool;

import java.io.IOException;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.etrngateway.queue.QueueException;
import org.etrngateway.queue.index.Unit;

/**
 * The parts of an open spool, wired together. Thread-safe.
 *
 * @param worker for what must look at the disk on behalf of a caller that must not wait
 */
record Spool(
        Clock clock,
        Holdings holdings,
        Segments segments,
        LargeFiles files,
        CommitLog log,
        IndexFeed feed,
        MessageIds ids,
        Space space,
        DirectoryHolder directory,
        Transactions transactions,
        Executor worker) {

    /** A unit as it is now, from memory or else from the rows; empty if it is gone. May block on the disk. */
    Optional<Unit> current(UnitKey key) {
        Optional<Overlay.State> known = holdings.known(key);
        if (known.isPresent()) {
            return known.get().unit();
        }
        return feed.view(index -> {
            Optional<Unit> row = index.flatMap(it -> it.find(key.id(), key.site()));
            return holdings.known(key).map(Overlay.State::unit).orElse(row);
        });
    }

    /** Why a unit that was not found may be there all the same; empty: it is gone. */
    Optional<QueueException> blindness() {
        return feed.isStale()
                ? Optional.of(new QueueException(
                        QueueException.Reason.FAILED, "the index has failed: it is not known before the next start"))
                : Optional.empty();
    }

    /** The open units of a message as they are now. May block on the disk. */
    List<Unit> ofMessage(long id) {
        return ofMessages(Set.of(id)).getOrDefault(id, List.of());
    }

    /**
     * The open units of messages as they are now, by id; a message without any is left out. Looks through all of
     * the overlay: for many messages at once. May block on the disk.
     */
    SortedMap<Long, List<Unit>> ofMessages(Set<Long> ids) {
        Set<UnitKey> keys = new TreeSet<>(Comparator.comparingLong(UnitKey::id).thenComparing(UnitKey::site));
        // In one view: between two, a unit could leave memory for the rows and be in neither.
        feed.view(index -> {
            index.ifPresent(it -> ids.forEach(id -> it.ofMessage(id).forEach(unit -> keys.add(UnitKey.of(unit)))));
            holdings.with(memory -> memory.overlay().open().toList()).stream()
                    .filter(unit -> ids.contains(unit.id()))
                    .forEach(unit -> keys.add(UnitKey.of(unit)));
            return keys;
        });
        return keys.stream()
                .flatMap(key -> current(key).stream())
                .collect(Collectors.groupingBy(Unit::id, TreeMap::new, Collectors.toList()));
    }

    /** Where the MESSAGE record of a unit lies now; where it lay, if the unit is gone. May block on the disk. */
    Place placeOf(Unit unit) {
        return current(UnitKey.of(unit))
                .or(() -> ofMessage(unit.id()).stream().findFirst())
                .map(Place::of)
                .orElse(Place.of(unit));
    }

    /** Changes a unit as it is now, or ends it; nothing happens if it is gone. Atomic; may block on the disk. */
    void change(UnitKey key, UnaryOperator<Unit> how) {
        if (!holdings.change(key, how)) {
            feed.view(index -> {
                Optional<Unit> row = index.flatMap(it -> it.find(key.id(), key.site()));
                row.ifPresent(unit -> holdings.changeRow(unit, how));
                return row;
            });
        }
        feed.wake();
    }

    /** Reads something of a unit's record, once more if the record was moved meanwhile. May block on the disk. */
    <T> T read(Unit unit, RecordReader<T> reader) throws IOException {
        Unit now = unit;
        while (true) {
            try {
                return reader.read(now);
            } catch (IOException e) {
                Place tried = Place.of(now);
                now = current(UnitKey.of(unit))
                        .filter(moved -> !Place.of(moved).equals(tried))
                        .orElseThrow(() -> e);
            }
        }
    }

    /** Reads a unit's MESSAGE record. May block on the disk. */
    MessageRecord message(Unit unit) throws IOException {
        return read(unit, it -> segments.message(Place.of(it), it.id()));
    }

    /** Reads something at the place of a unit. */
    @FunctionalInterface
    interface RecordReader<T> {
        T read(Unit unit) throws IOException;
    }

    /** Counts a durable message and says so to the index. */
    void add(List<Unit> units) {
        holdings.add(units);
        feed.wake();
    }
}
