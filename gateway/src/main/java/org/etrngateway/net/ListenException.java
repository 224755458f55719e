package org.etrngateway.net;

/** A port could not be opened; the message names the listener, the address and the reason. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
