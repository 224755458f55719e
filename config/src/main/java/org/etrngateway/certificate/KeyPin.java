package org.etrngateway.certificate;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;

/**
 * Names one public key, by the SHA-256 of its SubjectPublicKeyInfo as in RFC 7469 §2.4: a certificate that is renewed with
 * its key has the same pin. Immutable.
 *
 * @param base64 44 characters
 */
public record KeyPin(String base64) {
    private static final String PREFIX = "sha256/";
    private static final int OCTETS = 32;

    /** The pin of a key. */
    public static KeyPin of(PublicKey key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(key.getEncoded());
            return new KeyPin(Base64.getEncoder().encodeToString(hash));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /**
     * The inverse of {@link #toString}.
     *
     * @throws IllegalArgumentException if the text is no pin
     */
    public static KeyPin parse(String text) {
        if (!text.startsWith(PREFIX)) {
            throw new IllegalArgumentException("it begins with " + PREFIX);
        }
        byte[] hash = Base64.getDecoder().decode(text.substring(PREFIX.length()));
        if (hash.length != OCTETS) {
            throw new IllegalArgumentException("a SHA-256 has 32 octets, this has " + hash.length);
        }
        return new KeyPin(Base64.getEncoder().encodeToString(hash));
    }

    @Override
    public String toString() {
        return PREFIX + base64;
    }
}
