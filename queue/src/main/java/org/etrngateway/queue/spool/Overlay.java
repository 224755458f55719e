package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.Unit;

/**
 * Units whose rows are not, or not yet rightly, in the index. Where it knows a unit it is right and the
 * row is not looked at. Guarded by the lock of {@link Holdings}.
 */
final class Overlay {
    private final Map<UnitKey, Entry> entries = new LinkedHashMap<>();

    /** What is known of a unit: empty if nothing; an empty state if it is gone. */
    Optional<State> get(UnitKey key) {
        return Optional.ofNullable(entries.get(key)).map(entry -> new State(entry.unit));
    }

    int size() {
        return entries.size();
    }

    /** Says what a unit is from now on; returns what was known before. */
    void put(Unit unit, boolean isNew) {
        entries.computeIfAbsent(UnitKey.of(unit), key -> new Entry(!isNew)).unit = Optional.of(unit);
    }

    /** Says that a unit is gone. */
    void remove(UnitKey key) {
        Entry entry = entries.computeIfAbsent(key, absent -> new Entry(true));
        entry.unit = Optional.empty();
        if (!entry.rowMayExist && entry.beingWritten.isEmpty()) {
            entries.remove(key);
        }
    }

    /** The units that are open, in no order. */
    List<Unit> open() {
        return entries.values().stream().flatMap(entry -> entry.unit.stream()).toList();
    }

    /** The next rows to write, oldest first. */
    List<Change> take(int limit) {
        List<Change> changes = new ArrayList<>();
        Iterator<Map.Entry<UnitKey, Entry>> all = entries.entrySet().iterator();
        while (all.hasNext() && changes.size() < limit) {
            Map.Entry<UnitKey, Entry> next = all.next();
            Entry entry = next.getValue();
            Change change = new Change(next.getKey().id(), next.getKey().site(), entry.unit, entry.rowMayExist);
            entry.beingWritten = Optional.of(change);
            changes.add(change);
        }
        return changes;
    }

    /** These changes are in the rows: what has not changed since needs no entry. Returns those forgotten. */
    List<Change> written(List<Change> changes) {
        List<Change> forgotten = new ArrayList<>();
        for (Change change : changes) {
            UnitKey key = new UnitKey(change.id(), change.site());
            Entry entry = entries.get(key);
            entry.beingWritten = Optional.empty();
            entry.rowMayExist = true;
            if (entry.unit.equals(change.unit())) {
                entries.remove(key);
                forgotten.add(change);
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

        Entry(boolean rowMayExist) {
            this.rowMayExist = rowMayExist;
        }
    }
}
