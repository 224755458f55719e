package org.etrngateway.config;

/**
 * The TLS of a listener.
 *
 * @param clients whether clients show certificates; anything but {@code NONE} only where there is TLS
 */
public record ListenerTls(Mode mode, ClientCertificates clients) {
    public static final ListenerTls NONE = new ListenerTls(Mode.NONE, ClientCertificates.NONE);

    /** When TLS begins. */
    public enum Mode {
        /** Never. */
        NONE,
        /** When the client says STARTTLS (RFC 3207). */
        STARTTLS,
        /** With the connection (RFC 8314 §3). */
        IMPLICIT
    }

    /** Whether clients are asked for a certificate. */
    public enum ClientCertificates {
        /** They are not. */
        NONE,
        /** They may show one. */
        OPTIONAL,
        /** Without one there is no handshake, and without that nothing is taken. */
        REQUIRED
    }

    public boolean isImplicit() {
        return mode == Mode.IMPLICIT;
    }

    /** True if STARTTLS is offered. */
    public boolean isOffered() {
        return mode == Mode.STARTTLS;
    }

    /** True if it is, and nothing is taken before it. */
    public boolean isDemanded() {
        return isOffered() && clients == ClientCertificates.REQUIRED;
    }
}
