package org.etrngateway.certificate;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What a server shows of itself: a certificate with the chain above it, and its key. Immutable.
 *
 * @param chain the server's own certificate first
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS_NAME = 2;
    private static final byte[] SAMPLE = {1, 2, 3, 4};
    private static final Map<String, String> SIGNATURES = Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

    public ServerCertificate {
        chain = List.copyOf(chain);
    }

    /**
     * Reads both.
     *
     * @param chain a PEM file of certificates, the server's own first
     * @param key a PEM file with its key
     * @throws BadCertificateException if one cannot be used, or they do not belong together
     */
    public static ServerCertificate read(Path chain, Path key) throws BadCertificateException {
        ServerCertificate server = new ServerCertificate(Certificates.read(chain), PrivateKeys.read(key));
        if (!server.isOfOneKey()) {
            throw new BadCertificateException(key, "the key is not that of the certificate in " + chain);
        }
        return server;
    }

    public X509Certificate certificate() {
        return chain.get(0);
    }

    /** The names for which it is (RFC 6125 §6.4.4: the common name counts for nothing), in lower case. */
    public List<String> names() {
        try {
            return Optional.ofNullable(certificate().getSubjectAlternativeNames()).stream()
                    .flatMap(Collection::stream)
                    .filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                    .toList();
        } catch (CertificateParsingException e) {
            return List.of();
        }
    }

    /** True if it is for the host, where {@code *} stands for one label (RFC 6125 §6.4.3). */
    public boolean isFor(String host) {
        String name = host.toLowerCase(Locale.ROOT);
        int dot = name.indexOf('.');
        return names().contains(name) || dot > 0 && names().contains("*" + name.substring(dot));
    }

    private boolean isOfOneKey() {
        try {
            Signature signature =
                    Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), key.getAlgorithm()));
            signature.initSign(key);
            signature.update(SAMPLE);
            byte[] signed = signature.sign();
            signature.initVerify(certificate().getPublicKey());
            signature.update(SAMPLE);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }
}
