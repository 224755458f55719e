package org.etrngateway.queue.index;

/** The index cannot be read or written; the spool is not concerned. */
public final class IndexException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public IndexException(String message, Throwable cause) {
        super(message, cause);
    }
}
