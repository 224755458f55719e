package org.etrngateway.address;

/** A text that is not the name or address it should be; the message says why, fit for an operator. */
public final class InvalidAddressException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public InvalidAddressException(String message) {
        super(message);
    }
}
