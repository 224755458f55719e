package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What the disk says, in words for the operator: the exceptions of files have some of it in their class only. */
final class DiskErrors {
    private DiskErrors() {}

    /** The file, where it is known, and the reason. */
    static String inWords(IOException error) {
        if (error instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        boolean complete = !(error instanceof FileSystemException at) || at.getReason() != null;
        return complete && error.getMessage() != null ? error.getMessage() : error.toString();
    }
}
