package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.index.Change;
import org.etrngateway.queue.index.Unit;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings rows that hold what the log says up to some place to what it says at its end. Rows may know more
 * than that already: playing a record twice changes nothing. Holds the stories of some messages in memory,
 * never of all. Not thread-safe.
 */
final class Replay implements Fact.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(Replay.class);
    private static final int BATCH = 20_000;

    private final Directory directory;
    private final UnitIndex index;
    private final Segments segments;
    private final Map<SiteName, Tally> expected = new HashMap<>();
    private final Map<Long, Story> stories = new LinkedHashMap<>();
    private Optional<Set<SiteName>> paused = Optional.empty();
    private long highestId;
    private long highestInRows;

    /**
     * @param before what the rows are a view of
     * @param highestInRows the highest message id that a row may have
     */
    Replay(Directory directory, UnitIndex index, Segments segments, Snapshot before, long highestInRows) {
        this.directory = directory;
        this.index = index;
        this.segments = segments;
        this.highestInRows = highestInRows;
        before.sites().forEach((site, mark) -> expected.put(site, mark.tally()));
    }

    @Override
    public void arrived(Fact.Arrived fact) {
        story(fact.id(), fact.place()).begin(fact);
    }

    @Override
    public void ended(Fact.Ended fact) {
        if (isThere(fact.message())) {
            story(fact.id(), fact.message()).end(fact);
        }
    }

    @Override
    public void decided(Fact.Decided fact) {
        if (isThere(fact.message())) {
            story(fact.id(), fact.message()).decide(fact.decision());
        }
    }

    @Override
    public void paused(Fact.Paused fact) {
        paused = Optional.of(fact.sites());
    }

    /** False if the message is gone with its segment, or lies further on, where it says all this itself. */
    private boolean isThere(Place message) {
        return segments.has(message.segment());
    }

    private Story story(long id, Place message) {
        if (stories.size() >= BATCH && !stories.containsKey(id)) {
            write();
        }
        highestId = Math.max(highestId, id);
        return stories.computeIfAbsent(id, absent -> new Story(message));
    }

    /** Writes what was played so far. */
    void write() {
        List<Change> changes = new ArrayList<>();
        stories.forEach((id, story) -> {
            if (story.told().isPresent()) {
                begun(story.told().get(), story, changes);
            } else {
                continued(id, story, changes);
            }
        });
        index.write(changes);
        stories.clear();
        highestInRows = Math.max(highestInRows, highestId);
    }

    /** The record says all of the message: rows of it that it does not speak of go. */
    private void begun(Fact.Arrived fact, Story story, List<Change> changes) {
        Map<SiteName, Unit> rows = rows(fact.id());
        for (Unit unit : directory.units(fact)) {
            Unit now = story.applyTo(unit);
            Optional<Unit> row = Optional.ofNullable(rows.get(unit.site()));
            if (!now.isDone()) {
                rows.remove(unit.site());
                Unit tried = row.map(it -> now.with(now.course().withTriesOf(it.course())))
                        .orElse(now);
                changes.add(new Change(fact.id(), unit.site(), Optional.of(tried), row.isPresent()));
                if (story.isNew()) {
                    expected.merge(unit.site(), Tally.NONE.plus(tried), Tally::plus);
                }
            }
        }
        rows.keySet().forEach(site -> changes.add(new Change(fact.id(), site, Optional.empty(), true)));
        if (!story.isNew()) {
            discount(directory.units(fact.asItCame()), story);
        }
    }

    /** The rows that a message may have from before. */
    private Map<SiteName, Unit> rows(long id) {
        Map<SiteName, Unit> rows = new HashMap<>();
        if (id <= highestInRows) {
            index.ofMessage(id).forEach(row -> rows.put(row.site(), row));
        }
        return rows;
    }

    private void continued(long id, Story story, List<Change> changes) {
        for (Unit row : index.ofMessage(id)) {
            Unit now = story.applyTo(row);
            if (!now.equals(row)) {
                changes.add(new Change(id, row.site(), Optional.of(now).filter(unit -> !unit.isDone()), true));
            }
        }
        if (story.hasEnds()) {
            // Counted by the log alone: the row may be gone already.
            discount(units(id, story.message()), story);
        }
    }

    private void discount(List<Unit> before, Story story) {
        before.stream()
                .filter(story::ends)
                .forEach(unit -> expected.merge(unit.site(), Tally.NONE.minus(unit), Tally::plus));
    }

    private List<Unit> units(long id, Place message) {
        try {
            return directory.units(Fact.Arrived.of(message, id, segments.message(message, id)));
        } catch (IOException e) {
            LOG.warn("the record of a message that has ended cannot be read: {}", e.getMessage());
            return List.of();
        }
    }

    /** What the log says that rows sum up to. */
    Map<SiteName, Tally> expected() {
        return expected;
    }

    /** The sites that are paused at the end, if that was said. */
    Optional<Set<SiteName>> paused() {
        return paused;
    }

    /** The highest message id that a record named. */
    long highestId() {
        return highestId;
    }
}
