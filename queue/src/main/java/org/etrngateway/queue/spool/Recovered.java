package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.UnitIndex;

/**
 * What recovery found.
 *
 * @param newest the segment that is written next; it has no record yet
 * @param nextId the first message id that may be given away
 * @param checkpoint the number of the last checkpoint
 * @param moved true if the directory names other sites for some mail than the rows do
 * @param suspicious true if something was damaged: what seems to be of no use is kept
 */
record Recovered(
        Segments segments,
        Segment newest,
        long nextId,
        UnitIndex index,
        Snapshot snapshot,
        long checkpoint,
        boolean moved,
        boolean suspicious) {}
