package org.etrngateway.certificate;

import java.nio.file.Path;

/** A file of certificates or keys cannot be used; the message says why, in words for an operator, and without the file. */
public final class BadCertificateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Path file;

    BadCertificateException(Path file, String reason) {
        super(reason);
        this.file = file;
    }

    BadCertificateException(Path file, String reason, Exception cause) {
        super(reason, cause);
        this.file = file;
    }

    /** The file that is to blame. */
    public Path file() {
        return file;
    }
}
