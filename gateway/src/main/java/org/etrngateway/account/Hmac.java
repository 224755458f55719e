package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Keyed digests (RFC 2104). Stateless. */
public final class Hmac {
    private static final byte[] NUL = {0};

    private Hmac() {}

    static byte[] sha256(byte[] key, byte[] text) {
        return digest("HmacSHA256", key, text);
    }

    static byte[] sha256(byte[] key, String text) {
        return sha256(key, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The answer to a challenge of CRAM-MD5 (RFC 2195 §2): 32 digits, in lower case. */
    public static String md5(byte[] secret, byte[] challenge) {
        return HexFormat.of().formatHex(digest("HmacMD5", secret, challenge));
    }

    /** Plain SHA-256. */
    static byte[] hash(byte[] text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static byte[] digest(String algorithm, byte[] key, byte[] text) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            // The JDK takes no empty key; one NUL is the same, for keys are filled up with it.
            mac.init(new SecretKeySpec(key.length == 0 ? NUL : key, algorithm));
            return mac.doFinal(text);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + algorithm, e);
        }
    }
}
