package org.etrngateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailboxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "v@third.example", "V@THIRD.EXAMPLE", "a.b+c@x.example", "x@localhost", "\"john doe\"@x.example",
                "\"a\\\"b\"@x.example", "\"\"@x.example", "x@[192.0.2.1]", "x@[IPv6:2001:db8::1]",
                        "grün@bücher.example",
                "!#$%&'*+-/=?^_`{|}~@x.example"
            })
    void keepsTheTextAsWritten(String text) {
        assertThat(Mailbox.parse(text)).hasToString(text).isEqualTo(Mailbox.parse(text));
    }

    /** Tricks of relay tests: each is an address at the last domain, and nothing else. */
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "v%third.example@our.example, v%third.example, our.example",
                "\"v@third.example\"@our.example, \"v@third.example\", our.example",
                "\"v%third.example\"@our.example, \"v%third.example\", our.example",
                "third.example!v@our.example, third.example!v, our.example",
                "our.example!third.example!v@our.example, our.example!third.example!v, our.example",
                "\"@our.example:v\"@our.example, \"@our.example:v\", our.example",
            })
    void neverInterpretsTheLocalPart(String text, String localPart, String domain) {
        Mailbox mailbox = Mailbox.parse(text);

        assertThat(mailbox.localPart()).isEqualTo(localPart);
        assertThat(mailbox.domain()).contains(DomainName.parse(domain));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "v",
                "@",
                "@x.example",
                "v@",
                "third.example!v",
                "our.example!third.example!v",
                "\"v\"",
                "\"v@third.example\"",
                "\"v%third.example\"",
                "v@third.example@our.example",
                "v@third.example@[192.0.2.1]",
                "@our.example:v@third.example",
                "@our.example,@b.example:v@third.example",
                "@[192.0.2.1]:v@third.example",
                "v@third.example.",
                "v@third_x.example",
                "a..b@x.example",
                ".a@x.example",
                "a.@x.example",
                "a b@x.example",
                "a<b@x.example",
                "\"a\"b@x.example",
                "\"a@x.example",
                "\"a\\\"@x.example",
                "v@[192.0.2.1",
                "v@192.0.2.1",
                "v@[192.0.2.256]",
                "v@[IPv6:192.0.2.1]",
                "v@[2001:db8::1]",
                "v@[x.example]",
                "v@[]",
                "v\r\nDATA@x.example",
                "v\0@x.example",
                "\"v\r\"@x.example",
                "v\u007f@x.example",
                "v\u0085@x.example",
                "\"v\\\u0080\"@x.example",
                "v\ud800@x.example",
                "\ud83d@x.example"
            })
    void refusesWhatIsNoMailbox(String text) {
        assertThatThrownBy(() -> Mailbox.parse(text)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void countsOctetsNotCharacters() {
        assertThat(Mailbox.parse("a".repeat(64) + "@x.example").localPart()).hasSize(64);
        assertThat(Mailbox.parse("ü".repeat(32) + "@x.example").localPart()).hasSize(32);
        assertThatThrownBy(() -> Mailbox.parse("a".repeat(65) + "@x.example")).hasMessageContaining("64 octets");
        assertThatThrownBy(() -> Mailbox.parse("ü".repeat(33) + "@x.example")).hasMessageContaining("64 octets");
        assertThatThrownBy(() -> Mailbox.parse("😀".repeat(17) + "@x.example")).hasMessageContaining("64 octets");
    }

    @Test
    void anAddressHasAtMost254Octets() {
        String domain = "d.".repeat(91) + "example";

        assertThat(Mailbox.parse("a".repeat(64) + "@" + domain).toString()).hasSize(254);
        assertThatThrownBy(() -> Mailbox.parse("a".repeat(64) + "@" + domain + "s"))
                .hasMessageContaining("254");
    }

    @Test
    void tellsWhetherItNeedsSmtpUtf8() {
        assertThat(Mailbox.parse("v@xn--bcher-kva.example").needsSmtpUtf8()).isFalse();
        assertThat(Mailbox.parse("v@bücher.example").needsSmtpUtf8()).isTrue();
        assertThat(Mailbox.parse("grün@x.example").needsSmtpUtf8()).isTrue();
    }

    @Test
    void aLiteralHasNoDomain() {
        assertThat(Mailbox.parse("v@[192.0.2.1]").isLiteral()).isTrue();
        assertThat(Mailbox.parse("v@[192.0.2.1]").domain()).isEmpty();
        assertThat(Mailbox.parse("v@Bücher.example").domain()).contains(DomainName.parse("xn--bcher-kva.example"));
    }

    @Test
    void theNullPathIsTheEmptyText() {
        assertThat(ReversePath.parse("").isNull()).isTrue();
        assertThat(ReversePath.parse("")).isEqualTo(ReversePath.NULL).hasToString("");
        assertThat(ReversePath.parse("v@x.example").mailbox()).contains(Mailbox.parse("v@x.example"));
        assertThatThrownBy(() -> ReversePath.parse("<>")).isInstanceOf(InvalidAddressException.class);
    }
}
