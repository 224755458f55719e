package org.etrngateway.account;

/** Accounts cannot be read or written; the message names the file, and the line where there is one. */
public final class AccountsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public AccountsException(String message) {
        super(message);
    }

    public AccountsException(String message, Throwable cause) {
        super(message, cause);
    }
}
