package org.etrngateway.queue.spool;

/** A spool cannot be opened; the message names the folder and says why, fit for an operator. */
public final class SpoolException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public SpoolException(String message) {
        super(message);
    }

    public SpoolException(String message, Throwable cause) {
        super(message, cause);
    }
}
