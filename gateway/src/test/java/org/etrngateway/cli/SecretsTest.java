package org.etrngateway.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Optional;
import org.etrngateway.account.Accounts;
import org.etrngateway.account.AccountsFile;
import org.etrngateway.account.SealingKey;
import org.etrngateway.address.AccountName;
import org.etrngateway.config.SecretsConfig;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Passwords that change while the gateway runs. */
class SecretsTest {
    private static final AccountName ACME = new AccountName("acme");

    @TempDir
    private Path folder;

    private Path path;
    private AccountsFile file;
    private Secrets secrets;

    @BeforeEach
    void oneAccount() {
        path = folder.resolve("secrets");
        file = new AccountsFile(path);
        file.put(ACME, "old", Optional.empty());
        secrets = new Secrets(config());
    }

    private SecretsConfig config() {
        return new SecretsConfig(path, folder.resolve("key"));
    }

    private boolean isPassword(String password) {
        return secrets.accounts().check("acme", password).isPresent();
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() {
        file.put(ACME, "new", Optional.empty());
        assertThat(isPassword("old")).as("until the file is looked at").isTrue();
        secrets.reread();
        assertThat(isPassword("new")).isTrue();
        assertThat(isPassword("old")).isFalse();
    }

    @Test
    void anAccountThatIsRemovedIsNoneAnyMore() {
        file.remove(ACME);
        secrets.reread();
        assertThat(secrets.accounts().names()).isEmpty();
        assertThat(isPassword("old")).isFalse();
    }

    @Test
    void aFileThatIsTheSameIsNotReadAgain() {
        Accounts before = secrets.accounts();
        secrets.reread();
        assertThat(secrets.accounts()).isSameAs(before);
    }

    @Test
    void aFileThatCannotBeReadChangesNothingUntilItCan() throws IOException {
        file.put(ACME, "new", Optional.empty());
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        secrets.reread();
        assertThat(isPassword("old")).isTrue();
        // Rights leave no stamp: the file is tried again all the same.
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
        secrets.reread();
        assertThat(isPassword("new")).isTrue();
        assertThat(isPassword("old")).isFalse();
    }

    @Test
    void aBrokenLineChangesNothing() throws IOException {
        Files.writeString(path, Files.readString(path).replace("acme ", "acme nonsense "));
        secrets.reread();
        assertThat(isPassword("old")).isTrue();
    }

    @Test
    void aBrokenLineIsNoStart() throws IOException {
        Files.writeString(path, Files.readString(path).replace("acme ", "acme nonsense "));
        assertThatThrownBy(() -> new Secrets(config()))
                .isInstanceOf(OperatorException.class)
                .hasMessageContaining(path + ":2: ");
    }

    @Test
    void aSharedSecretComesWithItsKey() throws IOException {
        SealingKey key = SealingKey.make(folder.resolve("key"), new SecureRandom());
        file.put(ACME, "old", Optional.of(key));
        secrets.reread();
        assertThat(secrets.accounts().hasSharedSecret(ACME)).isTrue();
        Files.delete(folder.resolve("key"));
        secrets.reread();
        assertThat(secrets.accounts().hasSharedSecret(ACME)).isFalse();
        assertThat(isPassword("old")).isTrue();
    }

    @Test
    void otherSettingsNameAnotherFile() {
        Path other = folder.resolve("other");
        new AccountsFile(other).put(ACME, "new", Optional.empty());
        secrets.replace(new SecretsConfig(other, folder.resolve("key")));
        assertThat(isPassword("new")).isTrue();
        assertThat(isPassword("old")).isFalse();
    }
}
