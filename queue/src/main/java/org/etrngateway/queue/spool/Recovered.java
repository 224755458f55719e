package org.etrngateway.queue.spool;

import org.etrngateway.queue.index.UnitIndex;

/**
 * What recovery found. Immutable.
 *
 * @param newest the segment that is written next
 * @param position behind its last valid record
 * @param nextId the first message id that may be given away
 */
record Recovered(Segments segments, Segment newest, long position, long nextId, UnitIndex index) {}
