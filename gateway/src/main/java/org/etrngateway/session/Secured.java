package org.etrngateway.session;

import java.security.cert.X509Certificate;
import java.util.Optional;

/**
 * What a TLS handshake has shown. Immutable.
 *
 * @param protocol such as {@code TLSv1.3}
 * @param cipher by the name that RFC 8446 and its kin give it
 * @param certificate of the client, who has proved to hold its key; empty if it showed none
 * @param trusted true if that certificate leads to an authority of ours: only then does its subject say anything, while
 *     its fingerprint does in any case
 */
public record Secured(String protocol, String cipher, Optional<X509Certificate> certificate, boolean trusted) {}
