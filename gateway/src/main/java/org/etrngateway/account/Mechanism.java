package org.etrngateway.account;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;

/** The SASL mechanisms that are known, the best first. */
public enum Mechanism {
    /** RFC 7677. The password is never sent, and the server proves that it knows the account. */
    SCRAM_SHA_256("SCRAM-SHA-256", false, (accounts, host) -> new ScramExchange(accounts, nonce())),
    /** RFC 2195. The password is not sent, but the server must keep it; for clients that know nothing else. */
    CRAM_MD5("CRAM-MD5", false, (accounts, host) -> new CramMd5Exchange(accounts, nonce(), host)),
    /** RFC 4616. */
    PLAIN("PLAIN", true, (accounts, host) -> new PlainExchange()),
    /** PLAIN in three steps, never made a standard (draft-murchison-sasl-login). */
    LOGIN("LOGIN", true, (accounts, host) -> new LoginExchange());

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int NONCE = 18;

    private final String word;
    private final boolean showsPassword;

    @SuppressWarnings("ImmutableEnumChecker") // it has no state
    private final BiFunction<Accounts, String, Exchange> begin;

    Mechanism(String word, boolean showsPassword, BiFunction<Accounts, String, Exchange> begin) {
        this.word = word;
        this.showsPassword = showsPassword;
        this.begin = begin;
    }

    /** Reads a name, in upper or lower case. */
    public static Optional<Mechanism> of(String word) {
        String name = word.toUpperCase(Locale.ROOT);
        return Arrays.stream(values()).filter(it -> it.word.equals(name)).findFirst();
    }

    /** The name as it goes over the line. */
    public String word() {
        return word;
    }

    /** True if whoever reads along has the password then. */
    public boolean showsPassword() {
        return showsPassword;
    }

    /**
     * Begins a login.
     *
     * @param host our name
     */
    public Exchange begin(Accounts accounts, String host) {
        return begin.apply(accounts, host);
    }

    private static String nonce() {
        byte[] octets = new byte[NONCE];
        RANDOM.nextBytes(octets);
        return Base64.getEncoder().encodeToString(octets);
    }
}
