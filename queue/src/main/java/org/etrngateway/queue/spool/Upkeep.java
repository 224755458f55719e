package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.Set;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked after between batches of rows. Called on the thread of the index. */
final class Upkeep implements IndexFeed.Housekeeping {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Holdings holdings;
    private final UnitIndex index;
    private final Segments segments;
    private final LargeFiles files;
    private final Space space;

    Upkeep(Holdings holdings, UnitIndex index, Segments segments, LargeFiles files, Space space) {
        this.holdings = holdings;
        this.index = index;
        this.segments = segments;
        this.files = files;
        this.space = space;
    }

    @Override
    public void tick() {
        space.look();
        dropSegments();
        holdings.withUncertainOldest().forEach(site -> holdings.correctOldest(site, index.oldest(site)));
        for (long id : holdings.takePerhapsDeadFiles()) {
            if (!holdings.isOpen(id) && index.ofMessage(id).isEmpty()) {
                files.delete(id);
            }
        }
    }

    /** Deletes segments that nothing needs: pass by pass, for one is needed while another it refers to is there. */
    private void dropSegments() {
        long newest = segments.newest();
        for (Set<Long> dead = droppable(newest); !dead.isEmpty(); dead = droppable(newest)) {
            try {
                segments.delete(dead);
            } catch (IOException e) {
                LOG.warn("segments {} cannot be deleted: {}", dead, e.toString());
                return;
            }
            Set<Long> gone = dead;
            holdings.segments(use -> use.remove(gone));
        }
    }

    private Set<Long> droppable(long newest) {
        return holdings.with(memory -> memory.segments().droppable(newest));
    }
}
