package org.etrngateway.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountsFileTest {
    private static final AccountName ACME = new AccountName("acme");
    private static final AccountName BRANCH = new AccountName("branch");

    @TempDir
    private Path folder;

    @Test
    void keepsWhatAnAccountNeeds() throws IOException {
        AccountsFile file = file();
        SealingKey key = SealingKey.make(folder.resolve("key"), new SecureRandom());
        file.put(ACME, "s3cret \u2168", Optional.of(key));
        file.put(BRANCH, "other", Optional.empty());
        Accounts accounts = file.read(Optional.of(SealingKey.read(folder.resolve("key"))));
        assertThat(accounts.names()).containsExactly(ACME, BRANCH);
        assertThat(accounts.check("acme", "s3cret IX")).contains(ACME);
        assertThat(accounts.check("acme", "s3cret")).isEmpty();
        assertThat(accounts.check("nobody", "s3cret IX")).isEmpty();
        assertThat(accounts.shared("acme")).asString(StandardCharsets.UTF_8).isEqualTo("s3cret IX");
        assertThat(accounts.hasSharedSecret(ACME)).isTrue();
        assertThat(accounts.hasSharedSecret(BRANCH)).isFalse();
        assertThat(scramOf(accounts, "acme", "s3cret IX")).contains(ACME);
        assertThat(scramOf(accounts, "branch", "s3cret IX")).isEmpty();
        assertThat(Files.readString(path())).doesNotContain("s3cret").doesNotContain("other");
    }

    private static Optional<AccountName> scramOf(Accounts accounts, String name, String password) {
        ScramExchange exchange = new ScramExchange(accounts, "server");
        ScramClient client = new ScramClient(name, password);
        Step.Challenge challenge = (Step.Challenge) exchange.answer(client.first());
        return ((Step.Proof) exchange.answer(client.answer(challenge.text()).orElseThrow())).account();
    }

    @Test
    void onlyItsOwnerCanReadIt() throws IOException {
        file().put(ACME, "secret", Optional.empty());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
        Files.setPosixFilePermissions(path(), PosixFilePermissions.fromString("rw-r-----"));
        assertProblem("others can read or change the file: chmod 600 helps");
    }

    @Test
    void aNewPasswordTakesThePlaceOfTheOld() {
        file().put(ACME, "one", Optional.empty());
        file().put(BRANCH, "two", Optional.empty());
        file().put(ACME, "three", Optional.empty());
        Accounts accounts = file().read(Optional.empty());
        assertThat(accounts.names()).containsExactly(ACME, BRANCH);
        assertThat(accounts.check("acme", "one")).isEmpty();
        assertThat(accounts.check("acme", "three")).contains(ACME);
        assertThat(file().remove(ACME)).isTrue();
        assertThat(file().remove(ACME)).isFalse();
        assertThat(file().read(Optional.empty()).names()).containsExactly(BRANCH);
    }

    @Test
    void whatIsSaidToStrangersStaysTheSame() {
        file().put(ACME, "one", Optional.empty());
        byte[] before = file().read(Optional.empty()).scram("nobody").salt();
        file().put(BRANCH, "two", Optional.empty());
        assertThat(file().read(Optional.empty()).scram("nobody").salt()).isEqualTo(before);
    }

    @Test
    void aSecretIsSealedForItsAccountAndKey() throws IOException {
        SealingKey key = SealingKey.make(folder.resolve("key"), new SecureRandom());
        SealingKey other = SealingKey.make(folder.resolve("other"), new SecureRandom());
        file().put(ACME, "secret", Optional.of(key));
        assertThat(file().read(Optional.empty()).hasSharedSecret(ACME)).isFalse();
        assertThatThrownBy(() -> file().read(Optional.of(other)))
                .isInstanceOf(AccountsException.class)
                .hasMessageContaining(path() + ":2: the secret was sealed with another key, or for another account");
        List<String> lines = Files.readAllLines(path()).stream()
                .map(line -> line.replaceFirst("^acme ", "branch "))
                .toList();
        Files.write(path(), lines);
        assertThatThrownBy(() -> file().read(Optional.of(key))).hasMessageContaining("for another account");
    }

    @Test
    void noFileIsNoAccount() {
        assertThat(file().read(Optional.empty()).names()).isEmpty();
        assertThat(Accounts.NONE.check("acme", "x")).isEmpty();
    }

    @Test
    void problemsAreNamedByFileAndLine() throws IOException {
        file().put(ACME, "secret", Optional.empty());
        String good = Files.readAllLines(path()).get(1);
        assertLine("nonsense", "the account nonsense needs argon2id and scram-sha-256");
        assertLine("a/b " + good, "an account is 1 to 64 letters, digits and .-_+@");
        assertLine(good, "the account acme stands here twice");
        assertLine(good.replace("acme ", "b ") + " x=y", "expected NAME argon2id=… scram-sha-256=… and perhaps");
        assertLine(good.replace("acme ", "b ").replace("m=19456", "m=999999"), "Argon2id with up to 256 MiB");
        assertLine(good.replace("acme ", "b ").replace("=20000$", "=20$"), "expected 4096 iterations or more");
    }

    private void assertLine(String line, String problem) throws IOException {
        List<String> before = Files.readAllLines(path());
        Files.writeString(path(), String.join("\n", before) + "\n# a comment\n" + line + "\n");
        assertThatThrownBy(() -> file().read(Optional.empty())).hasMessageContaining(path() + ":4: " + problem);
        Files.write(path(), before);
    }

    @Test
    void aKeyIsAKey() throws IOException {
        Path key = folder.resolve("key");
        assertThatThrownBy(() -> SealingKey.read(key)).hasMessageContaining("there is no such file");
        Files.writeString(key, "c2hvcnQ=\n");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
        assertThatThrownBy(() -> SealingKey.read(key)).hasMessageContaining(key + ": a key is 32 octets in base64");
    }

    @Test
    void twoCommandsDoNotChangeItAtOnce() throws IOException {
        Files.createFile(folder.resolve("secrets.new"));
        assertThatThrownBy(() -> file().put(ACME, "x", Optional.empty())).hasMessageContaining("another command");
    }

    @Test
    void aPasswordIsText() {
        assertThatThrownBy(() -> file().put(ACME, "a\u0007b", Optional.empty()))
                .isInstanceOf(AccountsException.class)
                .hasMessageContaining("control characters");
    }

    private void assertProblem(String problem) {
        assertThatThrownBy(() -> file().read(Optional.empty()))
                .isInstanceOf(AccountsException.class)
                .hasMessage(path() + ": " + problem);
    }

    private AccountsFile file() {
        return new AccountsFile(path());
    }

    private Path path() {
        return folder.resolve("secrets");
    }
}
