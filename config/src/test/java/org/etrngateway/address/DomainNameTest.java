package org.etrngateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "mx.isp.example, mx.isp.example",
        "MX.Isp.EXAMPLE, mx.isp.example",
        "localhost, localhost",
        "a-b.1x.example, a-b.1x.example",
        "bücher.example, xn--bcher-kva.example",
        "BÜCHER.example, xn--bcher-kva.example",
        "bücher。example, xn--bcher-kva.example",
        "xn--bcher-kva.example, xn--bcher-kva.example",
        "ＭＸ.isp.example, mx.isp.example",
    })
    void spellingsOfOneNameAreEqual(String text, String canonical) {
        assertThat(DomainName.parse(text)).isEqualTo(new DomainName(canonical)).hasToString(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "-a.example",
                "a-.example",
                "a_b.example",
                "a b.example",
                "a@b",
                "a/b",
                "..",
                "../..",
                "a\0.example",
                "a\r\n.example",
                "'; drop--.example",
                "%",
                "*",
                "*.example",
                "[192.0.2.1]",
                "192.0.2.1",
                "192.0.2.256",
                "1",
                "example.1",
                "acme.example。",
                "\u760d\u760a.example\uff0f",
                "\ud800.example",
                "a\u0085.example"
            })
    void refusesWhatIsNoName(String text) {
        assertThatThrownBy(() -> DomainName.parse(text)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void keepsTheLimitsOfLabelAndName() {
        String label = "a".repeat(63);
        String longest = label + "." + label + "." + label + "." + "a".repeat(61);

        assertThat(DomainName.parse(longest).name()).hasSize(253);
        assertThatThrownBy(() -> DomainName.parse(longest + "a")).hasMessageContaining("253");
        assertThatThrownBy(() -> DomainName.parse(label + "a.example")).hasMessageContaining("63");
        assertThatThrownBy(() -> DomainName.parse("ü".repeat(100_000))).hasMessageContaining("253");
    }

    @Test
    void knowsWhatLiesBelow() {
        DomainName acme = DomainName.parse("acme.example");

        assertThat(DomainName.parse("a.b.ACME.example").isBelow(acme)).isTrue();
        assertThat(acme.isBelow(acme)).isFalse();
        assertThat(acme.isWithin(acme)).isTrue();
        assertThat(DomainName.parse("notacme.example").isWithin(acme)).isFalse();
        assertThat(DomainName.parse("example").isWithin(acme)).isFalse();
    }

    @Test
    void anyTextIsANameOrRefused() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            String text = random.ints(random.nextInt(12), 0, 0x10000)
                    .map(c -> random.nextInt(3) == 0 ? '.' : c)
                    .collect(StringBuilder::new, (b, c) -> b.append((char) c), StringBuilder::append)
                    .toString();
            assertNameOrRefused(text);
        }
    }

    private static void assertNameOrRefused(String text) {
        try {
            assertThat(DomainName.parse(text).name()).matches("[a-z0-9.-]+");
        } catch (InvalidAddressException e) {
            assertThat(e).hasMessageNotContaining("\r");
        }
    }
}
