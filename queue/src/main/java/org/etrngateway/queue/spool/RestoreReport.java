package org.etrngateway.queue.spool;

import java.time.Instant;

/**
 * What a spool holds that was made of a backup. Immutable.
 *
 * @param taken when the backup's position was the end of the log
 * @param messages with an open recipient
 * @param files segments and contents that were checked and copied
 * @param octets of these
 */
public record RestoreReport(Instant taken, long messages, int files, long octets) {}
