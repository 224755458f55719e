package org.etrngateway.queue.spool;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.Unit;

/**
 * Plays records in the order of the log and says which units are open at the end. It needs no order
 * between messages, and playing a record twice changes nothing. Holds all open units in memory. Not
 * thread-safe.
 */
final class Replay {
    private final Directory directory;
    private final SegmentUse segments;
    private final Map<Long, List<Unit>> open = new HashMap<>();
    private final Map<Long, Map<Integer, UnitRecord>> decisions = new HashMap<>();
    private Set<SiteName> paused = Set.of();
    private long highestId;

    Replay(Directory directory, SegmentUse segments) {
        this.directory = directory;
        this.segments = segments;
    }

    /**
     * @throws DamagedException if the record is valid but says what no version of ours writes
     */
    void play(Frame frame) throws DamagedException {
        highestId = Math.max(highestId, frame.id());
        switch (frame.type()) {
            case MESSAGE -> message(frame);
            case OUTCOME -> outcome(frame);
            case UNIT -> unit(frame);
            case SITE -> paused = SiteRecord.decode(frame.octets()).paused();
            case SUMMARY -> {}
        }
    }

    private void message(Frame frame) throws DamagedException {
        MessageRecord message = MessageRecord.decode(frame.octets());
        List<Unit> units = directory.units(frame.id(), frame.place(), message);
        decisions.remove(frame.id());
        if (units.isEmpty()) {
            open.remove(frame.id());
        } else {
            open.put(frame.id(), units);
        }
    }

    private void outcome(Frame frame) throws DamagedException {
        OutcomeRecord outcome = OutcomeRecord.decode(frame.octets());
        segments.refer(frame.place().segment(), outcome.message().segment());
        change(frame.id(), unit -> {
            Set<Integer> ofUnit = new HashSet<>(outcome.done());
            ofUnit.retainAll(unit.recipients());
            return unit.with(unit.course().ended(ofUnit));
        });
    }

    private void unit(Frame frame) throws DamagedException {
        UnitRecord record = UnitRecord.decode(frame.octets());
        segments.refer(frame.place().segment(), record.message().segment());
        Map<Integer, UnitRecord> ofMessage = decisions.computeIfAbsent(frame.id(), id -> new HashMap<>());
        record.recipients().forEach(recipient -> ofMessage.put(recipient, record));
    }

    /** The unit as operators want it: what they said of a unit holds for its open recipients, whosever they are now. */
    private Unit decided(Unit unit) {
        Map<Integer, UnitRecord> ofMessage = decisions.getOrDefault(unit.id(), Map.of());
        List<UnitRecord> said = unit.recipients().stream()
                .filter(recipient -> !unit.course().done().contains(recipient))
                .flatMap(recipient -> Stream.ofNullable(ofMessage.get(recipient)))
                .toList();
        OptionalInt priority = said.stream().mapToInt(UnitRecord::priority).max();
        return unit.with(unit.course()
                .withHeld(said.stream().anyMatch(UnitRecord::held))
                .withPriority(priority.orElse(unit.course().priority())));
    }

    private void change(long id, UnaryOperator<Unit> how) {
        List<Unit> after = new ArrayList<>();
        for (Unit unit : open.getOrDefault(id, List.of())) {
            Unit changed = how.apply(unit);
            if (!changed.isDone()) {
                after.add(changed);
            }
        }
        if (after.isEmpty()) {
            open.remove(id);
            decisions.remove(id);
        } else {
            open.put(id, after);
        }
    }

    /** The open units, oldest message first. */
    List<Unit> open() {
        return new TreeMap<>(open)
                .values().stream().flatMap(List::stream).map(this::decided).toList();
    }

    Set<SiteName> paused() {
        return paused;
    }

    /** The highest message id that a record named. */
    long highestId() {
        return highestId;
    }
}
