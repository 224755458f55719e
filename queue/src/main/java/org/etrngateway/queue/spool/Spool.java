package org.etrngateway.queue.spool;

import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
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

    /** The open units of a message as they are now. May block on the disk. */
    List<Unit> ofMessage(long id) {
        Set<UnitKey> keys = new TreeSet<>(Comparator.comparing(UnitKey::site));
        feed.view(index -> index.map(it -> it.ofMessage(id)).orElse(List.of()))
                .forEach(unit -> keys.add(UnitKey.of(unit)));
        holdings.with(memory -> memory.overlay().open()).stream()
                .filter(unit -> unit.id() == id)
                .forEach(unit -> keys.add(UnitKey.of(unit)));
        return keys.stream().flatMap(key -> current(key).stream()).toList();
    }

    /** Says that a record in one segment changes what a record in another one says. */
    void refer(Place from, long toSegment) {
        holdings.segments(use -> {
            use.add(from.segment());
            use.refer(from.segment(), toSegment);
        });
    }

    /** Counts a durable message and says so to the index. */
    void add(List<Unit> units) {
        holdings.add(units);
        feed.wake();
    }
}
