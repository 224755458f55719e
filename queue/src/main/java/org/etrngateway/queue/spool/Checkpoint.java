package org.etrngateway.queue.spool;

import java.util.UUID;

/**
 * Says up to where the rows hold what the log says, and what memory knew there. Immutable.
 *
 * @param number ascending; the rows hold this number or a higher one
 * @param position all records before it are in the rows
 * @param nextId the first message id that was not given away
 * @param boot the run of the machine in which it was taken
 * @param clean taken at an orderly end: nothing has happened since
 */
record Checkpoint(
        UUID spool, long number, Place position, long nextId, String boot, boolean clean, Snapshot snapshot) {}
