package org.etrngateway.queue.spool;

import java.io.IOException;

/**
 * The disk could not make something durable. Unlike a write that fails, it is never tried again: the kernel may
 * have dropped the pages and would report success the next time.
 */
final class ForceFailedException extends IOException {
    private static final long serialVersionUID = 1L;

    ForceFailedException(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
