package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/** CRAM-MD5 (RFC 2195): the client answers a challenge that never comes again with its name and a keyed digest. */
final class CramMd5Exchange implements Exchange {
    private static final int DIGITS = 32;

    private final Accounts accounts;
    private final byte[] challenge;

    CramMd5Exchange(Accounts accounts, String nonce, String host) {
        this(accounts, "<" + nonce + "@" + host + ">");
    }

    CramMd5Exchange(Accounts accounts, String challenge) {
        this.accounts = accounts;
        this.challenge = challenge.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public byte[] challenge() {
        return challenge.clone();
    }

    @Override
    public boolean isClientFirst() {
        return false;
    }

    @Override
    public Step answer(byte[] answer) {
        // A name may have spaces for all we know; a digest has none.
        String text = PlainExchange.text(answer).orElse("");
        int space = text.lastIndexOf(' ');
        if (space < 1 || text.length() - space - 1 != DIGITS) {
            return new Step.Malformed();
        }
        String name = text.substring(0, space);
        byte[] right = Hmac.md5(accounts.shared(name), challenge).getBytes(StandardCharsets.US_ASCII);
        boolean equal = MessageDigest.isEqual(right, text.substring(space + 1).getBytes(StandardCharsets.UTF_8));
        return new Step.Proof(name, accounts.name(name).filter(known -> equal), Optional.empty());
    }
}
