package org.etrngateway.queue.spool;

import java.util.List;

/**
 * What a full reading of a spool found. Immutable.
 *
 * @param segments that were read
 * @param records valid ones, summaries included
 * @param messages that have an open recipient
 * @param octets read, of segments and large files
 * @param largeFiles whose content was compared with what was accepted
 * @param findings in the order they were found
 */
public record Soundness(
        int segments, long records, long messages, long octets, int largeFiles, List<Finding> findings) {
    public Soundness {
        findings = List.copyOf(findings);
    }

    /** True if nothing is damaged; there may be findings that nobody minds. */
    public boolean isSound() {
        return findings.stream().noneMatch(Finding::damage);
    }
}
