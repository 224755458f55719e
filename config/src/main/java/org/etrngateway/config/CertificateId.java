package org.etrngateway.config;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;
import javax.security.auth.x500.X500Principal;

/**
 * What a client's certificate is known by: {@code sha256/} with the digest of the whole certificate, which needs no
 * authority behind it, or its subject, which means as much as the authorities that the listener trusts. Immutable.
 *
 * @param text canonical: two that mean the same are equal
 */
public record CertificateId(String text) {
    private static final String SHA256 = "sha256/";
    private static final int DIGITS = 64;

    /**
     * Reads {@code sha256/} and 64 hexadecimal digits, with or without colons, or a subject such as
     * {@code CN=mail.acme.example}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static CertificateId parse(String text) {
        if (text.startsWith(SHA256)) {
            String digits = text.substring(SHA256.length()).replace(":", "").toLowerCase(Locale.ROOT);
            if (digits.length() != DIGITS || !digits.chars().allMatch(HexFormat::isHexDigit)) {
                throw new IllegalArgumentException("sha256/ is followed by 64 hexadecimal digits");
            }
            return new CertificateId(SHA256 + digits);
        }
        if (text.indexOf('=') < 0) {
            throw new IllegalArgumentException("a subject has a form such as CN=mail.acme.example");
        }
        return subject(new X500Principal(text));
    }

    /** The digest of a certificate. */
    public static CertificateId fingerprint(X509Certificate certificate) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            return new CertificateId(SHA256 + HexFormat.of().formatHex(digest));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the certificate has no digest", e);
        }
    }

    /** The subject of a certificate. */
    public static CertificateId subject(X509Certificate certificate) {
        return subject(certificate.getSubjectX500Principal());
    }

    private static CertificateId subject(X500Principal name) {
        return new CertificateId(name.getName(X500Principal.CANONICAL));
    }

    /** True if it is a digest. */
    public boolean isFingerprint() {
        return text.startsWith(SHA256);
    }

    @Override
    public String toString() {
        return text;
    }
}
