package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import org.etrngateway.account.AccountsException;
import org.etrngateway.address.AccountName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TokensFileTest {
    private static final Principal ANNA = new Principal(new AccountName("anna"), Role.ADMIN, Optional.empty());
    private static final Principal SHOP =
            new Principal(new AccountName("shop"), Role.SITE, Optional.of(AdminWorld.ACME));

    @TempDir
    private Path folder;

    private Path path;
    private TokensFile file;

    @BeforeEach
    void name() {
        path = folder.resolve("tokens");
        file = new TokensFile(path);
    }

    @Test
    void aTokenIsFoundByItsHashAndDoesNotStandInTheFile() throws IOException {
        String anna = file.add(ANNA);
        String shop = file.add(SHOP);
        assertThat(file.holderOf(TokensFile.hashOf(anna))).contains(ANNA);
        assertThat(file.holderOf(TokensFile.hashOf(shop))).contains(SHOP);
        assertThat(file.holderOf(TokensFile.hashOf(anna + shop))).isEmpty();
        assertThat(Files.readString(path)).contains("shop site acme sha256=").doesNotContain(anna, shop);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                .isEqualTo("rw-------");
    }

    @Test
    void aNameHasOneToken() {
        String unused = file.add(ANNA);
        assertThatThrownBy(() -> file.add(ANNA))
                .isInstanceOf(AccountsException.class)
                .hasMessageContaining("anna has");
    }

    @Test
    void removingLeavesTheOthersAndTheComments() throws IOException {
        String unused = file.add(ANNA);
        String shop = file.add(SHOP);
        Files.writeString(path, "# ours\n" + Files.readString(path));
        assertThat(file.remove(ANNA.name())).isTrue();
        assertThat(file.remove(ANNA.name())).isFalse();
        assertThat(file.principals()).containsExactly(SHOP);
        assertThat(file.holderOf(TokensFile.hashOf(shop))).contains(SHOP);
        assertThat(Files.readString(path)).startsWith("# ours\n");
    }

    @Test
    void whatMakesNoSenseIsNamedWithItsLine() throws IOException {
        String hash = " sha256=" + "0".repeat(64);
        for (String line : new String[] {
            "anna",
            "anna king" + hash,
            "anna admin sha256=12",
            "anna site" + hash,
            "anna admin acme" + hash,
            "a b c d e"
        }) {
            Files.writeString(path, "# ours\n" + line + "\n");
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(file::principals).as(line).hasMessageStartingWith(path + ":2: ");
        }
    }

    @Test
    void aFileThatOthersCanReadIsNotBelieved() throws IOException {
        String unused = file.add(ANNA);
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(file::principals).hasMessageContaining("chmod 600");
    }
}
