package org.etrngateway.queue.spool;

import java.nio.file.Path;

/**
 * How a spool is kept. Immutable.
 *
 * @param folder holds everything of the spool and its index
 * @param segmentBytes a segment that has reached this size is closed
 * @param slackBytes octets that the log may have beyond twice of what is needed, before old segments are compacted
 * @param reserveBytes free space below which no new mail is taken; outcomes may still be written
 * @param largeBytes a content of more octets has a file of its own
 * @param checkpointRecords a checkpoint is taken after so many records: bounds what a start after a crash plays
 * @param named bounds on what is kept of transactions that no session has open
 */
public record SpoolSettings(
        Path folder,
        long segmentBytes,
        long slackBytes,
        long reserveBytes,
        long largeBytes,
        long checkpointRecords,
        Named named) {
    /** With the usual bounds on named transactions. */
    public SpoolSettings(
            Path folder,
            long segmentBytes,
            long slackBytes,
            long reserveBytes,
            long largeBytes,
            long checkpointRecords) {
        this(folder, segmentBytes, slackBytes, reserveBytes, largeBytes, checkpointRecords, Named.USUAL);
    }

    /** The usual settings for a folder. */
    public static SpoolSettings in(Path folder) {
        return new SpoolSettings(folder, 64L << 20, 512L << 20, 64L << 20, 256 << 10, 20_000);
    }

    /** The same with other bounds on named transactions. */
    public SpoolSettings with(Named other) {
        return new SpoolSettings(folder, segmentBytes, slackBytes, reserveBytes, largeBytes, checkpointRecords, other);
    }

    /**
     * Bounds on what is kept of named transactions.
     *
     * @param number of transactions, the complete ones included
     * @param bytes octets of all their files
     */
    public record Named(int number, long bytes) {
        static final Named USUAL = new Named(1_000, 512L << 20);
    }

    Path segments() {
        return folder.resolve("segments");
    }

    Path large() {
        return folder.resolve("large");
    }

    Path transactions() {
        return folder.resolve("transactions");
    }

    Path quarantine() {
        return folder.resolve("quarantine");
    }

    Path index() {
        return folder.resolve("index");
    }
}
