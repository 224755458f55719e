package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/**
 * A password as Argon2id keeps it (RFC 9106). To make or compare one costs {@link #MEMORY} KiB and some tens of
 * milliseconds: never on a thread that others wait for. Immutable.
 */
final class PasswordHash {
    /** KiB: the least that OWASP advises, for several may be computed at a time. */
    private static final int MEMORY = 19_456;

    private static final int PASSES = 2;
    private static final int LANES = 1;
    private static final int SALT = 16;
    private static final int LENGTH = 32;
    /** A file may come from elsewhere; what would stop the gateway is not computed. */
    private static final int MAX_MEMORY = 256 * 1024;

    private static final int MAX_PASSES = 32;
    private static final int MAX_LANES = 16;

    /** The form in which hashes are handed on (PHC string). */
    private static final Pattern FORM = Pattern.compile(
            "\\$argon2id\\$v=19\\$m=(\\d{1,6}),t=(\\d{1,2}),p=(\\d{1,2})\\$([A-Za-z0-9+/]{11,86})\\$([A-Za-z0-9+/]{22,86})");

    private final int memory;
    private final int passes;
    private final int lanes;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int memory, int passes, int lanes, byte[] salt, byte[] hash) {
        this.memory = memory;
        this.passes = passes;
        this.lanes = lanes;
        this.salt = salt;
        this.hash = hash;
    }

    /**
     * @param password prepared
     */
    static PasswordHash of(String password, SecureRandom random) {
        byte[] salt = new byte[SALT];
        random.nextBytes(salt);
        return new PasswordHash(MEMORY, PASSES, LANES, salt, argon2id(password, salt, MEMORY, PASSES, LANES, LENGTH));
    }

    /** One that no password has, and that takes as long to find out as any other. */
    static PasswordHash ofNobody(SecureRandom random) {
        byte[] octets = new byte[SALT + LENGTH];
        random.nextBytes(octets);
        return new PasswordHash(
                MEMORY, PASSES, LANES, Arrays.copyOf(octets, SALT), Arrays.copyOfRange(octets, SALT, octets.length));
    }

    /**
     * @throws IllegalArgumentException if the text is none
     */
    static PasswordHash parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("expected $argon2id$v=19$m=…,t=…,p=…$SALT$HASH");
        }
        int memory = Integer.parseInt(matcher.group(1));
        int passes = Integer.parseInt(matcher.group(2));
        int lanes = Integer.parseInt(matcher.group(3));
        boolean bearable = memory >= 8 * lanes
                && memory <= MAX_MEMORY
                && passes >= 1
                && passes <= MAX_PASSES
                && lanes >= 1
                && lanes <= MAX_LANES;
        if (!bearable) {
            throw new IllegalArgumentException("Argon2id with up to 256 MiB, 32 passes and 16 lanes is computed here");
        }
        return new PasswordHash(memory, passes, lanes, decode(matcher.group(4)), decode(matcher.group(5)));
    }

    /**
     * @param password prepared
     */
    boolean matches(String password) {
        byte[] tried = argon2id(password, salt, memory, passes, lanes, hash.length);
        return MessageDigest.isEqual(tried, hash);
    }

    private static byte[] argon2id(String password, byte[] salt, int memory, int passes, int lanes, int length) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(memory)
                .withIterations(passes)
                .withParallelism(lanes)
                .withSalt(salt)
                .build());
        byte[] hash = new byte[length];
        generator.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
        return hash;
    }

    private static byte[] decode(String text) {
        return Base64.getDecoder().decode(text);
    }

    private static String encode(byte[] octets) {
        return Base64.getEncoder().withoutPadding().encodeToString(octets);
    }

    /** What {@link #parse} reads. */
    String text() {
        return "$argon2id$v=19$m=" + memory + ",t=" + passes + ",p=" + lanes + "$" + encode(salt) + "$" + encode(hash);
    }
}
