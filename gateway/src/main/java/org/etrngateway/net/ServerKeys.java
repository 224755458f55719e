package org.etrngateway.net;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.X509ExtendedKeyManager;
import org.etrngateway.certificate.ServerCertificate;

/**
 * Chooses among the server's certificates by the name that the client asks for (RFC 6066 §3), else the first. A name may
 * have several with keys of different kinds, of which TLS takes one that the client understands. Immutable.
 */
final class ServerKeys extends X509ExtendedKeyManager {
    private final List<ServerCertificate> certificates;

    ServerKeys(List<ServerCertificate> certificates) {
        this.certificates = List.copyOf(certificates);
    }

    @Override
    public String chooseEngineServerAlias(String keyType, Principal[] issuers, SSLEngine engine) {
        List<ServerCertificate> fitting = fitting(engine.getHandshakeSession());
        return fitting.stream()
                .filter(certificate ->
                        certificate.certificate().getPublicKey().getAlgorithm().equals(keyType))
                .findFirst()
                .map(certificate -> Integer.toString(certificates.indexOf(certificate)))
                .orElse(null);
    }

    private List<ServerCertificate> fitting(SSLSession session) {
        List<ServerCertificate> asked = name(session).stream()
                .flatMap(name -> certificates.stream().filter(certificate -> certificate.isFor(name)))
                .toList();
        ServerCertificate first = certificates.get(0);
        return asked.isEmpty()
                ? certificates.stream()
                        .filter(other -> other.names().equals(first.names()))
                        .toList()
                : asked;
    }

    private static Optional<String> name(SSLSession session) {
        return session instanceof ExtendedSSLSession extended
                ? extended.getRequestedServerNames().stream()
                        .filter(SNIHostName.class::isInstance)
                        .map(name -> ((SNIHostName) name).getAsciiName())
                        .findFirst()
                : Optional.empty();
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return certificates.get(Integer.parseInt(alias)).chain().toArray(X509Certificate[]::new);
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return certificates.get(Integer.parseInt(alias)).key();
    }

    @Override
    public String[] getServerAliases(String keyType, Principal[] issuers) {
        return IntStream.range(0, certificates.size())
                .mapToObj(Integer::toString)
                .toArray(String[]::new);
    }

    @Override
    public String chooseServerAlias(String keyType, Principal[] issuers, Socket socket) {
        throw new UnsupportedOperationException("TLS is done by engines here");
    }

    @Override
    public String[] getClientAliases(String keyType, Principal[] issuers) {
        return new String[0];
    }

    @Override
    public String chooseClientAlias(String[] keyTypes, Principal[] issuers, Socket socket) {
        return null;
    }
}
