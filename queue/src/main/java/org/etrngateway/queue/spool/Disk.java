package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The few operations on files that the spool needs; what is not forced may be lost in a power cut. Thread-safe. */
interface Disk {
    /** Makes a new, empty file; it survives when its folder was forced. */
    DiskFile create(Path file) throws IOException;

    /** Opens a file that is there. */
    DiskFile open(Path file) throws IOException;

    /** Makes a folder and those above it, if they are not there; they survive when this returns. */
    void createFolder(Path folder) throws IOException;

    /** Puts a file in the place of another, or of none; survives when the folder was forced. */
    void replace(Path from, Path to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    boolean exists(Path file);

    /** The files in a folder, by name. */
    List<Path> list(Path folder) throws IOException;

    /** Makes the entries of a folder durable. */
    void forceFolder(Path folder) throws IOException;

    /**
     * Takes the right of one process to a folder.
     *
     * @throws SpoolException if another process has it
     */
    Lock lock(Path folder);

    /** What the database of the index calls a file: its scheme says on which disk it looks. */
    String databaseName(Path file);

    /**
     * Tells this run of the machine from every other: while it is the same, nothing that was written is lost or torn,
     * forced or not.
     */
    String boot();

    /** Octets that can still be written. */
    long usableSpace(Path folder) throws IOException;

    /** The right of one process to a folder, until it is closed. */
    interface Lock extends AutoCloseable {
        @Override
        void close();
    }
}
