package org.etrngateway.queue.history;

/** The history cannot be read or written; the mail is not concerned. */
public final class HistoryException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    HistoryException(Throwable cause) {
        super(String.valueOf(cause.getMessage()), cause);
    }
}
