package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.etrngateway.queue.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The contents that have files of their own, and the few threads that write them. Thread-safe. */
final class LargeFiles implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LargeFiles.class);
    private static final int THREADS = 4;

    private final Disk disk;
    private final Path folder;
    private final long largeBytes;
    private final ExecutorService writers = Executors.newFixedThreadPool(THREADS, task -> {
        Thread thread = new Thread(task, "spool-large");
        thread.setDaemon(true);
        return thread;
    });

    LargeFiles(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.folder = settings.large();
        this.largeBytes = settings.largeBytes();
    }

    /** True if a content of so many octets has a file of its own. */
    boolean isLarge(long octets) {
        return octets > largeBytes;
    }

    /** Begins the file of a message. */
    LargeUpload begin(MessageId id) {
        return new LargeUpload(disk, file(id.value()), writers);
    }

    /** Opens the file of a message. */
    DiskFile open(long id) throws IOException {
        return disk.open(file(id));
    }

    /** Deletes the file of a message; it may be gone. */
    void delete(long id) {
        try {
            disk.delete(file(id));
        } catch (IOException e) {
            LOG.warn("message {}: its content cannot be deleted: {}", new MessageId(id), e.toString());
        }
    }

    /** Ids of the messages whose files there are. */
    List<Long> ids() throws IOException {
        return disk.list(folder).stream()
                .map(LargeFiles::idOf)
                .filter(id -> id > 0)
                .toList();
    }

    /** Puts the file of a message into quarantine. */
    void quarantine(long id, Quarantine to) throws IOException {
        to.move(file(id), "no record tells of this content, and records were damaged");
    }

    private Path file(long id) {
        return folder.resolve(name(id));
    }

    /** The name of a message's file. */
    static String name(long id) {
        return new MessageId(id).toString();
    }

    /** The message that a file is of by its name; 0 if it is none of ours. */
    static long idOf(Path file) {
        try {
            return MessageId.parse(file.getFileName().toString()).value();
        } catch (IllegalArgumentException e) {
            return 0;
        }
    }

    @Override
    public void close() {
        writers.shutdown();
        try {
            if (!writers.awaitTermination(1, TimeUnit.MINUTES)) {
                LOG.warn("large messages are still being written");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
