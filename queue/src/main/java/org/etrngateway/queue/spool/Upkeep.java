package org.etrngateway.queue.spool;

import java.io.IOException;
import java.util.List;
import org.etrngateway.queue.index.Unit;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is looked after now and then. Called on the thread of the index. */
final class Upkeep {
    private static final Logger LOG = LoggerFactory.getLogger(Upkeep.class);

    private final Holdings holdings;
    private final UnitIndex index;
    private final LargeFiles files;
    private final Quarantine quarantine;
    private final Space space;
    private final long firstId;
    private final boolean suspicious;
    private boolean orphansGone;

    Upkeep(Recovered found, Holdings holdings, LargeFiles files, Quarantine quarantine, Space space) {
        this.holdings = holdings;
        this.index = found.index();
        this.files = files;
        this.quarantine = quarantine;
        this.space = space;
        this.firstId = found.nextId();
        this.suspicious = found.suspicious();
    }

    /** What needs no index. */
    void look() {
        space.look();
    }

    /** What needs the index. */
    void tidy() {
        if (!orphansGone) {
            removeOrphans();
            orphansGone = true;
        }
        holdings.withUncertainOldest().forEach(site -> holdings.correctOldest(site, index.oldest(site)));
        for (long id : holdings.takePerhapsDeadFiles()) {
            if (isGone(id)) {
                files.delete(id);
            }
        }
    }

    /**
     * True if no unit of a message is open; a row of one that is not may still be there. Memory is asked once and
     * last: a unit that is moved to another site meanwhile is there before or behind the move, and open.
     */
    private boolean isGone(long id) {
        List<Unit> rows = index.ofMessage(id);
        return holdings.with(memory -> !holdings.isOpen(id)
                && rows.stream()
                        .allMatch(row -> holdings.known(UnitKey.of(row))
                                .filter(state -> state.unit().isEmpty())
                                .isPresent()));
    }

    /** Large contents that the last run left without a record: drafts that never ended. */
    private void removeOrphans() {
        try {
            for (long id : files.ids()) {
                if (id < firstId && isGone(id)) {
                    removeOrphan(id);
                }
            }
        } catch (IOException e) {
            LOG.warn("large contents that nothing needs could not be removed: {}", e.toString());
        }
    }

    private void removeOrphan(long id) throws IOException {
        if (suspicious) {
            files.quarantine(id, quarantine);
        } else {
            files.delete(id);
        }
    }
}
