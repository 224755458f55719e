package org.etrngateway.account;

import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.AccountName;

/** Accounts without a file. Made cheap: hashes are as real ones, the keys of SCRAM have the fewest iterations. */
public final class TestAccounts {
    private final List<Account> accounts = new ArrayList<>();

    /** Adds an account with all kinds of secrets. */
    public TestAccounts with(String name, String password) {
        accounts.add(account(name, password, Optional.of(password.getBytes(StandardCharsets.UTF_8))));
        return this;
    }

    /** Adds one whose password is not kept. */
    public TestAccounts withoutSharedSecret(String name, String password) {
        accounts.add(account(name, password, Optional.empty()));
        return this;
    }

    public Accounts build() {
        return new Accounts(accounts, new byte[32]);
    }

    private static Account account(String name, String password, Optional<byte[]> shared) {
        byte[] salt = Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ==");
        ScramKeys keys = ScramKeys.of(ScramKeys.salted(password, salt, 4096), salt, 4096);
        return new Account(new AccountName(name), PasswordHash.of(password, new SecureRandom()), keys, shared);
    }
}
