package org.etrngateway.archive;

import java.io.IOException;

/** A file is no mbox. */
public final class NoMboxException extends IOException {
    private static final long serialVersionUID = 1L;

    NoMboxException() {
        super("this is no mbox: it does not begin with a line \"From \"");
    }
}
