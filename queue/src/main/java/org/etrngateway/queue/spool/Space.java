package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether there is room for new mail. Asked often, so it remembers; looked after now and then. Thread-safe. */
final class Space {
    private static final Logger LOG = LoggerFactory.getLogger(Space.class);

    private final Disk disk;
    private final Path folder;
    private final long reserve;
    private volatile boolean low;

    Space(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.folder = settings.folder();
        this.reserve = settings.reserveBytes();
    }

    boolean isLow() {
        return low;
    }

    /** A write has just failed for want of room. */
    void ranOut() {
        set(true);
    }

    /** Looks at the disk. */
    void look() {
        try {
            set(disk.usableSpace(folder) < reserve);
        } catch (IOException e) {
            LOG.warn("cannot tell the free space of {}: {}", folder, e.toString());
        }
    }

    private void set(boolean now) {
        if (now != low) {
            LOG.warn(now ? "the disk of {} is full: no new mail is taken" : "the disk of {} has room again", folder);
        }
        low = now;
    }
}
