package org.etrngateway.account;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.etrngateway.address.AccountName;
import org.etrngateway.config.PrivateFile;

/**
 * The key that seals the secrets of CRAM-MD5: AES-256-GCM, with the account's name in the seal, so that nobody can put
 * one account's secret under another's name. Lies in a file of its own, so that the accounts can be backed up without
 * it. Immutable.
 */
public final class SealingKey {
    private static final int KEY = 32;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;

    private final SecretKeySpec key;

    private SealingKey(byte[] octets) {
        key = new SecretKeySpec(octets, "AES");
    }

    /**
     * Reads a key: 32 octets in base64.
     *
     * @throws AccountsException if the file cannot be read, is open to others, or has no key; the message names the file
     */
    public static SealingKey read(Path file) {
        try {
            PrivateFile.check(file);
            byte[] octets = Base64.getDecoder().decode(Files.readString(file).strip());
            if (octets.length == KEY) {
                return new SealingKey(octets);
            }
        } catch (IOException e) {
            throw new AccountsException(file + ": " + PrivateFile.reason(e), e);
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new AccountsException(file + ": a key is 32 octets in base64");
    }

    /**
     * Writes a new key where none is.
     *
     * @throws AccountsException if it cannot
     */
    public static SealingKey make(Path file, SecureRandom random) {
        byte[] octets = new byte[KEY];
        random.nextBytes(octets);
        SafeFile.replace(file, Base64.getEncoder().encodeToString(octets) + "\n");
        return new SealingKey(octets);
    }

    /** The secret, as {@link #open} takes it. */
    String seal(AccountName account, String secret, SecureRandom random) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        try {
            byte[] shut = cipher(Cipher.ENCRYPT_MODE, account, nonce).doFinal(secret.getBytes(StandardCharsets.UTF_8));
            byte[] all = Arrays.copyOf(nonce, NONCE + shut.length);
            System.arraycopy(shut, 0, all, NONCE, shut.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has AES/GCM", e);
        }
    }

    /**
     * @throws IllegalArgumentException if it was not sealed with this key for this account
     */
    byte[] open(AccountName account, String text) {
        byte[] all = Base64.getDecoder().decode(text);
        if (all.length < NONCE) {
            throw new IllegalArgumentException("the secret is cut short");
        }
        try {
            return cipher(Cipher.DECRYPT_MODE, account, Arrays.copyOf(all, NONCE))
                    .doFinal(all, NONCE, all.length - NONCE);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("the secret was sealed with another key, or for another account", e);
        }
    }

    private Cipher cipher(int mode, AccountName account, byte[] nonce) throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(account.name().getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
