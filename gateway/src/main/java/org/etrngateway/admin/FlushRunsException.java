package org.etrngateway.admin;

/** What an operator wants cannot be while a flush of the site runs. */
final class FlushRunsException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    FlushRunsException(String site) {
        super("a flush of " + site + " runs just now: try again when it is over");
    }
}
