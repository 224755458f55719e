package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.List;

/**
 * What a backup holds now. Immutable.
 *
 * @param segment the file of its position, below the folder of the spool
 * @param offset of its position: all before it is in the backup, nothing behind it
 * @param taken when that was the end of the log
 * @param messages with an open recipient
 * @param octets of all files
 * @param copied octets that were new
 * @param passes how often the log was looked at: more than once if messages ended meanwhile
 * @param findings what could not be copied
 */
public record BackupReport(
        String segment,
        long offset,
        Instant taken,
        long messages,
        long octets,
        long copied,
        int passes,
        List<Finding> findings) {
    public BackupReport {
        findings = List.copyOf(findings);
    }
}
