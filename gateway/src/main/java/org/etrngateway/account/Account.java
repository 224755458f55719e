package org.etrngateway.account;

import java.util.Optional;
import org.etrngateway.address.AccountName;

/**
 * What is known of an account. Never printed. Immutable.
 *
 * @param shared the password itself, for CRAM-MD5; empty where it is not kept
 */
record Account(AccountName name, PasswordHash hash, ScramKeys scram, Optional<byte[]> shared) {
    @Override
    public String toString() {
        return "Account[" + name + "]";
    }
}
