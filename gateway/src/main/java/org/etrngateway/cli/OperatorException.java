package org.etrngateway.cli;

/** What an operator did or must do; printed without a stack trace, and the end of the command. */
final class OperatorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    OperatorException(int exitCode, String message) {
        super(message);
        this.exitCode = exitCode;
    }

    int exitCode() {
        return exitCode;
    }
}
