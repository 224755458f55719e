package org.etrngateway.config;

/** Whether a session we open uses STARTTLS (RFC 3207). */
public enum TlsMode {
    /** Never. */
    NONE,
    /** When the server offers it; the certificate is not verified. */
    MAY,
    /** Always, and with a certificate valid for the host name; mail waits rather than going in plain text. */
    REQUIRE
}
