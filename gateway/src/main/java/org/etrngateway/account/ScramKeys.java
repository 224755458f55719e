package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What a server keeps of a password for SCRAM-SHA-256 (RFC 5802 §3, RFC 7677): enough to check a client, not enough to
 * be one. Immutable, if nobody writes to the arrays.
 *
 * @param iterations {@link #MIN_ITERATIONS} to {@link #MAX_ITERATIONS}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ScramKeys(byte[] salt, int iterations, byte[] storedKey, byte[] serverKey) {
    /** RFC 7677 §4. */
    static final int MIN_ITERATIONS = 4_096;

    /** More than the least, as far as clients in scripts bear it. */
    static final int ITERATIONS = 20_000;

    /** A client that is asked for more would be busy for minutes. */
    static final int MAX_ITERATIONS = 10_000_000;

    private static final int SALT = 16;
    static final int LENGTH = 32;

    /**
     * @param password prepared
     */
    static ScramKeys of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return of(salted(password, salt, ITERATIONS), salt, ITERATIONS);
    }

    static ScramKeys of(byte[] saltedPassword, byte[] salt, int iterations) {
        byte[] storedKey = Hmac.hash(Hmac.sha256(saltedPassword, "Client Key"));
        return new ScramKeys(salt, iterations, storedKey, Hmac.sha256(saltedPassword, "Server Key"));
    }

    /** Keys that nobody has, with a salt that is the same each time somebody asks for that name. */
    static ScramKeys ofNobody(byte[] decoy, String name) {
        byte[] salt = Arrays.copyOf(Hmac.sha256(decoy, "salt " + name), SALT);
        byte[] key = Hmac.sha256(decoy, "key " + name);
        return new ScramKeys(salt, ITERATIONS, key, key);
    }

    /** The SaltedPassword of RFC 5802; takes as long as there are iterations. */
    static byte[] salted(String password, byte[] salt, int iterations) {
        try {
            PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, 8 * LENGTH);
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has PBKDF2WithHmacSHA256", e);
        }
    }

    /**
     * Reads what {@link #text} writes.
     *
     * @throws IllegalArgumentException if the text is none
     */
    static ScramKeys parse(String text) {
        String[] parts = text.split("\\$", -1);
        if (parts.length != 4 || !parts[0].matches("\\d{1,8}")) {
            throw new IllegalArgumentException("expected ITERATIONS$SALT$STORED-KEY$SERVER-KEY");
        }
        int iterations = Integer.parseInt(parts[0]);
        byte[] salt = Base64.getDecoder().decode(parts[1]);
        byte[] storedKey = Base64.getDecoder().decode(parts[2]);
        byte[] serverKey = Base64.getDecoder().decode(parts[3]);
        boolean sound = iterations >= MIN_ITERATIONS
                && iterations <= MAX_ITERATIONS
                && salt.length >= 8
                && storedKey.length == LENGTH
                && serverKey.length == LENGTH;
        if (!sound) {
            throw new IllegalArgumentException("expected 4096 iterations or more, a salt, and two keys of 32 octets");
        }
        return new ScramKeys(salt, iterations, storedKey, serverKey);
    }

    String text() {
        Base64.Encoder base64 = Base64.getEncoder();
        return iterations + "$" + base64.encodeToString(salt) + "$" + base64.encodeToString(storedKey) + "$"
                + base64.encodeToString(serverKey);
    }

    /** True if the proof of a client is right for what was said (RFC 5802 §3). */
    boolean prove(byte[] proof, String said) {
        if (proof.length != LENGTH) {
            return false;
        }
        byte[] clientKey = Hmac.sha256(storedKey, said);
        for (int i = 0; i < LENGTH; i++) {
            clientKey[i] ^= proof[i];
        }
        return MessageDigest.isEqual(Hmac.hash(clientKey), storedKey);
    }

    /** By what the client knows the server. */
    byte[] signature(String said) {
        return Hmac.sha256(serverKey, said.getBytes(StandardCharsets.UTF_8));
    }
}
