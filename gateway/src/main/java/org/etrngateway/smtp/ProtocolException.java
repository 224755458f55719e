package org.etrngateway.smtp;

/** The peer said something that is not SMTP; the message is printable and fit for a log. */
public final class ProtocolException extends Exception {
    private static final long serialVersionUID = 1L;

    public ProtocolException(String message) {
        super(message);
    }
}
