package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), the client's side. Call in this order: {@link #first}, {@link #answer},
 * {@link #isGenuine}. Belongs to one thread.
 */
public final class ScramClient {
    private static final String HEADER = "n,,";

    private final String password;
    private final String nonce;
    private final String bare;
    private byte[] signature = new byte[0];

    /** A client with a nonce of its own. */
    public ScramClient(String user, String password) {
        this(user, password, nonce());
    }

    ScramClient(String user, String password, String nonce) {
        this.password = PreparedText.of(password).orElse(password);
        this.nonce = nonce;
        this.bare = "n=" + ScramMessage.encode(PreparedText.of(user).orElse(user)) + ",r=" + nonce;
    }

    private static String nonce() {
        byte[] octets = new byte[18];
        new SecureRandom().nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }

    /** What the client says first. */
    public byte[] first() {
        return (HEADER + bare).getBytes(StandardCharsets.UTF_8);
    }

    /** The answer to what the server says; empty if that makes no sense, or is an attempt to be easily believed. */
    public Optional<byte[]> answer(byte[] challenge) {
        String said = new String(challenge, StandardCharsets.UTF_8);
        Optional<ScramMessage> message = ScramMessage.parse(said);
        Optional<String> both = message.flatMap(it -> it.at(0, 'r'))
                .filter(it -> it.startsWith(nonce) && it.length() > nonce.length() && ScramMessage.isNonce(it));
        Optional<byte[]> salt = message.flatMap(it -> it.at(1, 's')).flatMap(ScramExchange::base64);
        Optional<Integer> iterations = message.flatMap(it -> it.at(2, 'i'))
                .filter(it -> it.matches("[1-9]\\d{0,7}"))
                .map(Integer::valueOf)
                .filter(it -> it >= ScramKeys.MIN_ITERATIONS && it <= ScramKeys.MAX_ITERATIONS);
        if (both.isEmpty() || salt.isEmpty() || salt.get().length == 0 || iterations.isEmpty()) {
            return Optional.empty();
        }
        String binding = Base64.getEncoder().encodeToString(HEADER.getBytes(StandardCharsets.UTF_8));
        String unproved = "c=" + binding + ",r=" + both.get();
        String all = bare + "," + said + "," + unproved;
        byte[] salted = ScramKeys.salted(password, salt.get(), iterations.get());
        ScramKeys keys = ScramKeys.of(salted, salt.get(), iterations.get());
        byte[] proof = Hmac.sha256(salted, "Client Key");
        byte[] mask = Hmac.sha256(keys.storedKey(), all);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= mask[i];
        }
        signature = keys.signature(all);
        return Optional.of(
                (unproved + ",p=" + Base64.getEncoder().encodeToString(proof)).getBytes(StandardCharsets.UTF_8));
    }

    /** True if the server's last word shows that it knows the account: who does not is not the one that was meant. */
    public boolean isGenuine(byte[] last) {
        String text = new String(last, StandardCharsets.UTF_8);
        Optional<byte[]> shown = text.startsWith("v=") ? ScramExchange.base64(text.substring(2)) : Optional.empty();
        return signature.length > 0 && MessageDigest.isEqual(shown.orElse(new byte[0]), signature);
    }
}
