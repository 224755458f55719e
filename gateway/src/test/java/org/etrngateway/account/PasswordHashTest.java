package org.etrngateway.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

class PasswordHashTest {
    /** Made with the reference program of Argon2: {@code argon2 somesalt -id -t 2 -k 256 -p 1}. */
    private static final String OF_OTHERS =
            "$argon2id$v=19$m=256,t=2,p=1$c29tZXNhbHQ$nf65EOgLrQMR/uIPnA4rEsF5h7TKyQwu9U1bMCHGi/4";

    @Test
    void knowsHashesOfOthers() {
        assertThat(PasswordHash.parse(OF_OTHERS).matches("password")).isTrue();
        assertThat(PasswordHash.parse(OF_OTHERS).matches("Password")).isFalse();
        assertThat(PasswordHash.parse(OF_OTHERS).text()).isEqualTo(OF_OTHERS);
    }

    @Test
    void twoOfOnePasswordDiffer() {
        SecureRandom random = new SecureRandom();
        PasswordHash hash = PasswordHash.of("secret", random);
        assertThat(hash.text()).isNotEqualTo(PasswordHash.of("secret", random).text());
        assertThat(PasswordHash.parse(hash.text()).matches("secret")).isTrue();
        assertThat(PasswordHash.ofNobody(random).matches("secret")).isFalse();
    }
}
