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

    /** Makes a folder and those above it. */
    void createFolder(Path folder) throws IOException;

    /** Puts a file in the place of another, or of none; survives when the folder was forced. */
    void replace(Path from, Path to) throws IOException;

    /** Deletes a file if it is there. */
    void delete(Path file) throws IOException;

    /** The files in a folder, by name. */
    List<Path> list(Path folder) throws IOException;

    /** Makes the entries of a folder durable. */
    void forceFolder(Path folder) throws IOException;

    /** Octets that can still be written. */
    long usableSpace(Path folder) throws IOException;
}
