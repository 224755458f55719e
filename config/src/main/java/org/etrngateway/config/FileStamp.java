package org.etrngateway.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Tells a file from an earlier version of it without reading it.
 *
 * @param identity the inode, so that a file moved into place counts as another
 */
public record FileStamp(long size, long modifiedNanos, String identity) {
    private static final FileStamp MISSING = new FileStamp(-1, 0, "");

    /** Of a file that is not there: a stamp that no file has. */
    public static FileStamp of(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            long modified = attributes.lastModifiedTime().to(TimeUnit.NANOSECONDS);
            return new FileStamp(attributes.size(), modified, Objects.toString(attributes.fileKey(), ""));
        } catch (IOException e) {
            return MISSING;
        }
    }
}
