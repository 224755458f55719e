package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.UnitIndex;

/**
 * What recovery found. Immutable.
 *
 * @param newest the segment that is written next; it has no record yet
 * @param nextId the first message id that may be given away
 */
record Recovered(Segments segments, Segment newest, long nextId, UnitIndex index) {}
