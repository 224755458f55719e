package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.UnitIndex;

/** What is looked after between batches of rows. Called on the thread of the index. */
final class Upkeep implements IndexFeed.Housekeeping {
    private final Holdings holdings;
    private final UnitIndex index;
    private final LargeFiles files;
    private final Space space;

    Upkeep(Holdings holdings, UnitIndex index, LargeFiles files, Space space) {
        this.holdings = holdings;
        this.index = index;
        this.files = files;
        this.space = space;
    }

    @Override
    public void tick() {
        space.look();
        holdings.withUncertainOldest().forEach(site -> holdings.correctOldest(site, index.oldest(site)));
        for (long id : holdings.takePerhapsDeadFiles()) {
            if (!holdings.isOpen(id) && index.ofMessage(id).isEmpty()) {
                files.delete(id);
            }
        }
    }
}
