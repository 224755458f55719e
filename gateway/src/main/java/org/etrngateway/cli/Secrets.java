package org.etrngateway.cli;

import java.nio.file.Files;
import java.util.Optional;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.AccountsException;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.account.SealingKey;
import org.etrngateway.config.FileStamp;
import org.etrngateway.config.SecretsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The accounts of the moment, read again when their files change. Reading is thread-safe; {@link #replace} and {@link
 * #reread} exclude each other.
 */
final class Secrets {
    private static final Logger log = LoggerFactory.getLogger(Secrets.class);

    /**
     * What was read.
     *
     * @param problem why it is not what lies there now; empty if it is
     */
    private record Snapshot(SecretsConfig config, FileStamp file, FileStamp key, Accounts accounts, String problem) {}

    private volatile Snapshot now;

    /**
     * @throws OperatorException if they cannot be read
     */
    Secrets(SecretsConfig config) {
        try {
            now = read(config);
        } catch (AccountsException e) {
            throw new OperatorException(ExitCode.CONFIG, e.getMessage());
        }
    }

    Accounts accounts() {
        return now.accounts();
    }

    /** Takes other settings, if what they name can be read. */
    synchronized void replace(SecretsConfig config) {
        try {
            now = read(config);
            log.atInfo().addKeyValue("accounts", now.accounts().names().size()).log("accounts read");
        } catch (AccountsException e) {
            if (!now.problem().equals(e.getMessage())) {
                log.atError().addKeyValue("problem", e.getMessage()).log("accounts: those read before stay in force");
            }
            now = stamped(config, now.accounts(), e.getMessage());
        }
    }

    /** Reads the files again if they have changed, or could not be read: a right that is given leaves no stamp. */
    synchronized void reread() {
        Snapshot last = now;
        boolean same = last.problem().isEmpty()
                && FileStamp.of(last.config().file()).equals(last.file())
                && FileStamp.of(last.config().key()).equals(last.key());
        if (!same) {
            replace(last.config());
        }
    }

    private static Snapshot read(SecretsConfig config) {
        // Stamped before they are read: a change meanwhile is seen as one.
        Snapshot empty = stamped(config, Accounts.NONE, "");
        Optional<SealingKey> key =
                Files.exists(config.key()) ? Optional.of(SealingKey.read(config.key())) : Optional.empty();
        Accounts accounts = new AccountsFile(config.file()).read(key);
        return new Snapshot(config, empty.file(), empty.key(), accounts, "");
    }

    private static Snapshot stamped(SecretsConfig config, Accounts accounts, String problem) {
        return new Snapshot(config, FileStamp.of(config.file()), FileStamp.of(config.key()), accounts, problem);
    }
}
