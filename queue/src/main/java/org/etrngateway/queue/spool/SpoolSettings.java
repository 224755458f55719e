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
 */
public record SpoolSettings(
        Path folder, long segmentBytes, long slackBytes, long reserveBytes, long largeBytes, long checkpointRecords) {
    /** The usual settings for a folder. */
    public static SpoolSettings in(Path folder) {
        return new SpoolSettings(folder, 64L << 20, 512L << 20, 64L << 20, 256 << 10, 20_000);
    }

    Path segments() {
        return folder.resolve("segments");
    }

    Path large() {
        return folder.resolve("large");
    }

    Path quarantine() {
        return folder.resolve("quarantine");
    }

    Path index() {
        return folder.resolve("index");
    }
}
