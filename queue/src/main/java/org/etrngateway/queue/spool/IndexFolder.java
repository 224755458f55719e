package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.etrngateway.queue.index.IndexException;
import org.etrngateway.queue.index.Schema;
import org.etrngateway.queue.index.UnitIndex;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The folder of the index: opens what a checkpoint speaks of, or sets it aside and begins anew. */
final class IndexFolder {
    private static final Logger LOG = LoggerFactory.getLogger(IndexFolder.class);
    private static final String ASIDE = "aside-";
    private static final String DATABASE = Schema.FILE + ".mv.db";

    private final Disk disk;
    private final Path folder;

    IndexFolder(Disk disk, Path folder) {
        this.disk = disk;
        this.folder = folder;
    }

    /** The index of a checkpoint; empty if it is not there, cannot be read, is another spool's, or older. */
    Optional<UnitIndex> open(Checkpoint checkpoint) {
        if (!disk.exists(folder.resolve(DATABASE))) {
            return Optional.empty();
        }
        try {
            UnitIndex index = UnitIndex.open(name());
            if (isOf(checkpoint, index)) {
                return Optional.of(index);
            }
            LOG.warn("the index in {} is of another spool, or older than its checkpoint", folder);
            close(index);
        } catch (IndexException e) {
            LOG.warn("the index in {} cannot be read: {}", folder, e.getMessage());
        }
        return Optional.empty();
    }

    private static boolean isOf(Checkpoint checkpoint, UnitIndex index) {
        try {
            OptionalLong number = index.checkpoint(checkpoint.spool());
            return number.isPresent() && number.getAsLong() >= checkpoint.number();
        } catch (IndexException e) {
            close(index);
            throw e;
        }
    }

    /** An index whose files are about to be moved must not stay open. */
    static void close(UnitIndex index) {
        try {
            index.close();
        } catch (IndexException e) {
            LOG.warn("the index did not close: {}", e.getMessage());
        }
    }

    /** Sets aside what is there, in the place of what was set aside before, and makes an empty index. */
    UnitIndex anew(UUID spool) throws IOException {
        setAside();
        return UnitIndex.create(name(), spool);
    }

    /** Sets aside what is there, the checkpoint first, in the place of what was set aside before. */
    void setAside() throws IOException {
        for (Path file : disk.list(folder)) {
            if (file.getFileName().toString().startsWith(ASIDE)) {
                disk.delete(file);
            }
        }
        for (Path file : disk.list(folder)) {
            disk.replace(file, file.resolveSibling(ASIDE + file.getFileName()));
        }
        disk.forceFolder(folder);
    }

    private String name() {
        return disk.databaseName(folder.resolve(Schema.FILE));
    }

    /** True if there is an index, or something that was one. */
    boolean isUsed() throws IOException {
        return !disk.list(folder).isEmpty();
    }

    /** Makes a closed index durable: the database does not force what it writes at its end. */
    void force() throws IOException {
        try (DiskFile file = disk.open(folder.resolve(DATABASE))) {
            file.force();
        }
        disk.forceFolder(folder);
    }
}
