package org.etrngateway.certificate;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Reads certificates. */
public final class Certificates {
    private Certificates() {}

    /**
     * All certificates of a file, in its order.
     *
     * @throws BadCertificateException if there is none, or the file cannot be read
     */
    public static List<X509Certificate> read(Path file) throws BadCertificateException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem block : Pem.read(file)) {
            if (block.label().equals("CERTIFICATE")) {
                certificates.add(certificate(file, block));
            }
        }
        if (certificates.isEmpty()) {
            throw new BadCertificateException(file, "there is no certificate in it");
        }
        return certificates;
    }

    private static X509Certificate certificate(Path file, Pem block) throws BadCertificateException {
        try {
            return (X509Certificate) CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(block.octets()));
        } catch (CertificateException e) {
            throw new BadCertificateException(file, "a certificate in it cannot be read", e);
        }
    }
}
