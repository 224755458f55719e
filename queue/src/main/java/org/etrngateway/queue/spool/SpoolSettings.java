package org.etrngateway.queue.spool;

import java.nio.file.Path;

/**
 * How a spool is kept. Immutable.
 *
 * @param folder holds everything of the spool and its index
 * @param segmentBytes a segment that has reached this size is closed
 * @param reserveBytes free space below which no new mail is taken; outcomes may still be written
 */
public record SpoolSettings(Path folder, long segmentBytes, long reserveBytes) {
    /** The usual settings for a folder. */
    public static SpoolSettings in(Path folder) {
        return new SpoolSettings(folder, 64L << 20, 64L << 20);
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
