package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real disk that lets something happen once, just before a file of a folder is opened. */
final class Meddling extends DiskOverReal {
    private final String folder;
    private final Runnable event;
    private final AtomicBoolean happened = new AtomicBoolean();

    Meddling(String folder, Runnable event) {
        this.folder = folder;
        this.event = event;
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        if (file.getParent().endsWith(folder) && happened.compareAndSet(false, true)) {
            event.run();
        }
        return super.open(file);
    }
}
