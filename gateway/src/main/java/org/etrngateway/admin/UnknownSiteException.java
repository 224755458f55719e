package org.etrngateway.admin;

/** An operator named a site that there is not. */
public final class UnknownSiteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnknownSiteException(String name) {
        super("there is no site " + name);
    }
}
