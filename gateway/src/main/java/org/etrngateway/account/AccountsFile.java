package org.etrngateway.account;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.AccountName;
import org.etrngateway.config.PrivateFile;

/**
 * The file of accounts, mode 0600: a line an account, and one with what the answers to names that are none are made of.
 *
 * <pre>
 * decoy BASE64
 * acme argon2id=$argon2id$v=19$… scram-sha-256=20000$… cram-md5=SEALED
 * </pre>
 *
 * <p>A line that begins with {@code #} is a comment. Replaced as a whole at each change, and read by a running gateway
 * when it has changed.
 */
public final class AccountsFile {
    private static final String DECOY = "decoy";
    private static final String HASH = "argon2id";
    private static final String SCRAM = "scram-sha-256";
    private static final String SHARED = "cram-md5";

    private final Path file;

    public AccountsFile(Path file) {
        this.file = file;
    }

    /**
     * Reads all accounts; none if there is no file yet.
     *
     * @param key opens the secrets of CRAM-MD5; without it they are left out
     * @throws AccountsException if the file cannot be read, is open to others, or a line of it makes no sense
     */
    public Accounts read(Optional<SealingKey> key) {
        List<Account> accounts = new ArrayList<>();
        Set<AccountName> names = new HashSet<>();
        byte[] decoy = Accounts.fresh();
        List<String> lines = lines();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            try {
                if (isDecoy(line)) {
                    decoy = Base64.getDecoder()
                            .decode(line.substring(DECOY.length()).strip());
                } else if (!isComment(line)) {
                    Account account = account(line, key);
                    if (!names.add(account.name())) {
                        throw new IllegalArgumentException("the account " + account.name() + " stands here twice");
                    }
                    accounts.add(account);
                }
            } catch (IllegalArgumentException e) {
                throw new AccountsException(file + ":" + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new Accounts(accounts, decoy);
    }

    /**
     * Gives an account another password, or makes it.
     *
     * @param sealing keeps the password for CRAM-MD5, too; empty: it is not kept
     * @throws AccountsException if the file cannot be written, or the password has what none may have
     */
    public void put(AccountName name, String password, Optional<SealingKey> sealing) {
        String prepared = PreparedText.of(password)
                .orElseThrow(() -> new AccountsException("a password has no control characters, and is not empty"));
        SecureRandom random = new SecureRandom();
        StringBuilder line = new StringBuilder(name.name())
                .append(' ' + HASH + '=')
                .append(PasswordHash.of(prepared, random).text())
                .append(' ' + SCRAM + '=')
                .append(ScramKeys.of(prepared, random).text());
        sealing.ifPresent(key -> line.append(' ' + SHARED + '=').append(key.seal(name, prepared, random)));
        write(name, Optional.of(line.toString()));
    }

    /**
     * @return false if there is no such account
     * @throws AccountsException if the file cannot be read or written
     */
    public boolean remove(AccountName name) {
        if (lines().stream().noneMatch(line -> isOf(name, line))) {
            return false;
        }
        write(name, Optional.empty());
        return true;
    }

    private void write(AccountName name, Optional<String> line) {
        List<String> lines = new ArrayList<>(lines());
        if (lines.stream().noneMatch(AccountsFile::isDecoy)) {
            lines.add(0, DECOY + " " + Base64.getEncoder().encodeToString(Accounts.fresh()));
        }
        lines.removeIf(old -> isOf(name, old));
        line.ifPresent(lines::add);
        SafeFile.replace(file, String.join("\n", lines) + "\n");
    }

    private List<String> lines() {
        try {
            PrivateFile.check(file);
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new AccountsException(file + ": " + PrivateFile.reason(e), e);
        }
    }

    private static boolean isComment(String line) {
        return line.isBlank() || line.startsWith("#");
    }

    private static boolean isDecoy(String line) {
        // No account: one has a hash.
        return line.startsWith(DECOY + " ") && line.indexOf('$') < 0;
    }

    private static boolean isOf(AccountName name, String line) {
        return !isDecoy(line) && line.startsWith(name.name() + " ");
    }

    private static Account account(String line, Optional<SealingKey> key) {
        String[] words = line.strip().split(" +", -1);
        AccountName name = new AccountName(words[0]);
        Map<String, String> fields = new HashMap<>();
        for (int i = 1; i < words.length; i++) {
            int equals = words[i].indexOf('=');
            String field = equals < 0 ? words[i] : words[i].substring(0, equals);
            if (!Set.of(HASH, SCRAM, SHARED).contains(field)
                    || fields.put(field, words[i].substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "expected NAME " + HASH + "=… " + SCRAM + "=… and perhaps " + SHARED + "=…");
            }
        }
        if (!fields.containsKey(HASH) || !fields.containsKey(SCRAM)) {
            throw new IllegalArgumentException("the account " + name + " needs " + HASH + " and " + SCRAM);
        }
        Optional<byte[]> shared =
                key.flatMap(it -> Optional.ofNullable(fields.get(SHARED)).map(secret -> it.open(name, secret)));
        return new Account(name, PasswordHash.parse(fields.get(HASH)), ScramKeys.parse(fields.get(SCRAM)), shared);
    }
}
