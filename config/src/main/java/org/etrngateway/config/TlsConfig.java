package org.etrngateway.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What our listeners show under TLS, and whose clients' certificates they believe.
 *
 * @param certificates the first is shown to those who ask for no name, or for none of ours; empty: there is no TLS
 * @param clientCa a PEM file of authorities for the certificates of clients
 */
public record TlsConfig(List<Pair> certificates, Optional<Path> clientCa) {
    public TlsConfig {
        certificates = List.copyOf(certificates);
    }

    /**
     * A certificate and its key.
     *
     * @param certificate a PEM file of the chain, the server's own first
     * @param key a PEM file
     */
    public record Pair(Path certificate, Path key) {}
}
