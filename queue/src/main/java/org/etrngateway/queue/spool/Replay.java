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
    private final SegmentUse use;
    private final Map<SiteName, Tally> expected = new HashMap<>();
    private final Map<Long, Story> stories = new LinkedHashMap<>();
    private Optional<Set<SiteName>> paused = Optional.empty();
    private long highestId;
    private long highestInRows;

    /**
     * @param before what the rows are a view of; its segments are changed by the replay
     * @param highestInRows the highest message id that a row may have
     */
    Replay(Directory directory, UnitIndex index, Segments segments, Snapshot before, long highestInRows) {
        this.directory = directory;
        this.index = index;
        this.segments = segments;
        this.use = before.segments();
        this.highestInRows = highestInRows;
        before.sites().forEach((site, mark) -> expected.put(site, mark.tally()));
    }

    @Override
    public void arrived(Fact.Arrived fact) {
        story(fact.id(), fact.place()).begin(fact);
    }

    @Override
    public void ended(Fact.Ended fact) {
        if (refers(fact.place(), fact.message())) {
            story(fact.id(), fact.message()).end(fact);
        }
    }

    @Override
    public void decided(Fact.Decided fact) {
        if (refers(fact.place(), fact.message())) {
            story(fact.id(), fact.message()).decide(fact);
        }
    }

    @Override
    public void paused(Fact.Paused fact) {
        paused = Optional.of(fact.sites());
    }

    /** False if the message is gone, and all of it with its segment. */
    private boolean refers(Place from, Place message) {
        boolean there = segments.has(message.segment());
        if (there) {
            use.refer(from.segment(), message.segment());
        }
        return there;
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
        List<Long> anew = new ArrayList<>();
        stories.forEach((id, story) -> {
            if (story.arrived().isPresent()) {
                if (id <= highestInRows) {
                    anew.add(id);
                }
                begun(story, changes);
            } else {
                continued(id, story, changes);
            }
        });
        index.forget(anew);
        index.write(changes);
        stories.clear();
        highestInRows = Math.max(highestInRows, highestId);
    }

    private void begun(Story story, List<Change> changes) {
        for (Unit unit : directory.units(story.arrived().orElseThrow())) {
            Unit now = story.applyTo(unit);
            if (!now.isDone()) {
                changes.add(new Change(now.id(), now.site(), Optional.of(now), false));
                expected.merge(now.site(), Tally.NONE.plus(now), Tally::plus);
            }
        }
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
            units(id, story.message()).stream()
                    .filter(story::ends)
                    .forEach(unit -> expected.merge(unit.site(), Tally.NONE.minus(unit), Tally::plus));
        }
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
