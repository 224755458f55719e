package org.etrngateway.queue;

/** The queue could not do what it was asked; nothing was promised. */
public final class QueueException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    public QueueException(Reason reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    public QueueException(Reason reason, String message) {
        this(reason, message, null);
    }

    public Reason reason() {
        return reason;
    }

    /** Why. */
    public enum Reason {
        /** The disk is full; later calls may succeed. */
        FULL,
        /** A fault that only a restart mends. */
        FAILED
    }
}
