package org.etrngateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SiteNameTest {
    @ParameterizedTest
    @ValueSource(strings = {"acme", "1", "acme-2.branch_x"})
    void acceptsNames(String name) {
        assertThat(new SiteName(name)).hasToString(name);
        assertThat(new SiteName(name).isReserved()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Acme", ".", "..", "-a", "_a", "a/b", "a b", "ü", "a\0"})
    void refusesOtherText(String name) {
        assertThatThrownBy(() -> new SiteName(name)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void hasAtMost63Characters() {
        assertThat(new SiteName("a".repeat(63)).name()).hasSize(63);
        assertThatThrownBy(() -> new SiteName("a".repeat(64))).hasMessageContaining("63");
    }

    @Test
    void ourOwnSitesAreReserved() {
        assertThat(new SiteName("outbound").isReserved()).isTrue();
        assertThat(new SiteName("unassigned").isReserved()).isTrue();
    }
}
