package org.etrngateway.account;

import java.security.SecureRandom;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.AccountName;

/**
 * The accounts of a moment. Of a name that is none, the same is to be had as of one that is, with secrets that nobody
 * has: who guesses names learns nothing, by what is said or by how long it takes. Immutable.
 */
public final class Accounts {
    /** No account at all. */
    public static final Accounts NONE = new Accounts(List.of(), fresh());

    private final Map<String, Account> accounts;
    private final byte[] decoy;
    private final PasswordHash nobody = PasswordHash.ofNobody(new SecureRandom());
    private final byte[] nobodysSecret = fresh();

    /**
     * @param decoy from which the salts of names that are none are made
     */
    Accounts(Collection<Account> accounts, byte[] decoy) {
        this.accounts = accounts.stream()
                .collect(Collectors.toUnmodifiableMap(account -> account.name().name(), Function.identity()));
        this.decoy = decoy.clone();
    }

    /** The names, in their order. */
    public SortedSet<AccountName> names() {
        return accounts.values().stream().map(Account::name).collect(Collectors.toCollection(TreeSet::new));
    }

    /** True if the account has a secret for CRAM-MD5. */
    public boolean hasSharedSecret(AccountName name) {
        return Optional.ofNullable(accounts.get(name.name()))
                .flatMap(Account::shared)
                .isPresent();
    }

    /** True if any has: then CRAM-MD5 is of use. */
    public boolean haveSharedSecrets() {
        return accounts.values().stream().anyMatch(account -> account.shared().isPresent());
    }

    /**
     * Compares a password; takes tens of milliseconds and 19 MiB.
     *
     * @param name prepared, as the password is
     * @return the account, if there is one and the password is its
     */
    public Optional<AccountName> check(String name, String password) {
        Optional<Account> account = find(name);
        boolean right = account.map(Account::hash).orElse(nobody).matches(password);
        return account.filter(known -> right).map(Account::name);
    }

    ScramKeys scram(String name) {
        ScramKeys none = ScramKeys.ofNobody(decoy, name);
        return find(name).map(Account::scram).orElse(none);
    }

    byte[] shared(String name) {
        return find(name).flatMap(Account::shared).orElse(nobodysSecret);
    }

    Optional<AccountName> name(String name) {
        return find(name).map(Account::name);
    }

    private Optional<Account> find(String name) {
        return Optional.ofNullable(accounts.get(name));
    }

    static byte[] fresh() {
        byte[] octets = new byte[ScramKeys.LENGTH];
        new SecureRandom().nextBytes(octets);
        return octets;
    }
}
