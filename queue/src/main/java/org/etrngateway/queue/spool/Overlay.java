package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.Unit;

/**
 * Units whose rows are not, or not yet rightly, in the index. Where it knows a unit it is right and the
 * row is not looked at. Guarded by the lock of {@link Holdings}.
 */
final class Overlay {
    private final Map<UnitKey, Entry> entries = new LinkedHashMap<>();
    private long changes;

    /** What is known of a unit: empty if nothing; an empty state if it is gone. */
    Optional<State> get(UnitKey key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> new State(entry.unit));
    }

    /** The number of the latest entry; all before have lower ones. */
    long latestChange() {
        return changes;
    }

    /** True if all entries up to a number were written since. */
    boolean isWritten(long change) {
        Iterator<Entry> oldest = entries.values().iterator();
        return !oldest.hasNext() || oldest.next().since > change;
    }

    int size() {
        return entries.size();
    }

    /** Says what a unit is from now on; returns what was known before. */
    void put(Unit unit, boolean isNew) {
        entries.computeIfAbsent(UnitKey.of(unit), key -> new Entry(!isNew, ++changes)).unit = Optional.of(unit);
    }

    /** Says that a unit is gone. */
    void remove(UnitKey key) {
        Entry entry = entries.computeIfAbsent(key, absent -> new Entry(true, ++changes));
        entry.unit = Optional.empty();
        if (!entry.rowMayExist && entry.beingWritten.isEmpty()) {
            entries.remove(key);
        }
    }

    /** The units that are open, in no order. */
    Stream<Unit> open() {
        return entries.values().stream().flatMap(entry -> entry.unit.stream());
    }

    /** The next rows to write, oldest first. */
    List<Change> take(int limit) {
        List<Change> batch = new ArrayList<>();
        Iterator<Map.Entry<UnitKey, Entry>> all = entries.entrySet().iterator();
        while (all.hasNext() && batch.size() < limit) {
            Map.Entry<UnitKey, Entry> next = all.next();
            Entry entry = next.getValue();
            Change change = new Change(next.getKey().id(), next.getKey().site(), entry.unit, entry.rowMayExist);
            entry.beingWritten = Optional.of(change);
            batch.add(change);
        }
        return batch;
    }

    /** These changes are in the rows: what has not changed since needs no entry. Returns those forgotten. */
    List<Change> written(List<Change> batch) {
        List<Change> forgotten = new ArrayList<>();
        for (Change change : batch) {
            UnitKey key = new UnitKey(change.id(), change.site());
            Entry entry = entries.get(key);
            entry.beingWritten = Optional.empty();
            entry.rowMayExist = true;
            entries.remove(key);
            if (entry.unit.equals(change.unit())) {
                forgotten.add(change);
            } else {
                // It has changed while it was written: to the end of the line.
                entry.since = ++changes;
                entries.put(key, entry);
            }
        }
        return forgotten;
    }

    /** What is known of a unit; empty: it is gone. */
    record State(Optional<Unit> unit) {}

    private static final class Entry {
        private Optional<Unit> unit = Optional.empty();
        private Optional<Change> beingWritten = Optional.empty();
        private boolean rowMayExist;
        private long since;

        Entry(boolean rowMayExist, long since) {
            this.rowMayExist = rowMayExist;
            this.since = since;
        }
    }
}
