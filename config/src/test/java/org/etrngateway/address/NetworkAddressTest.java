package org.etrngateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1, 192.0.2.1",
        "::, 0:0:0:0:0:0:0:0",
        "::1, 0:0:0:0:0:0:0:1",
        "2001:db8::, 2001:db8:0:0:0:0:0:0",
        "2001:DB8::a:1, 2001:db8:0:0:0:0:a:1",
        "1:2:3:4:5:6:7:8, 1:2:3:4:5:6:7:8",
        "64:ff9b::192.0.2.33, 64:ff9b:0:0:0:0:c000:221",
        "::ffff:192.0.2.1, 192.0.2.1",
        "::ffff:c000:201, 192.0.2.1",
    })
    void readsAddresses(String text, String printed) {
        assertThat(IpAddress.parse(text).getHostAddress()).isEqualTo(printed);
        assertThat(IpAddress.isLiteral(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "1", "192.0.2", "192.0.2.1.", "192.0.2.256", "192.0.2.-1", "192.0.2.0001", "1.2.3.4.5",
                        "mx.isp.example",
                ":", ":::", ":1", "1:", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::8", "12345::",
                "g::", ".:1", "fe80::1%eth0", "[::1]", "::192.0.2", "192.0.2.1::", "::1.2.3.4:5", "١.١.١.١", "::１"
            })
    void refusesOtherTextWithoutAskingDns(String text) {
        assertThat(IpAddress.isLiteral(text)).isFalse();
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(InvalidAddressException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/29, 192.0.2.7, true",
        "192.0.2.0/29, 192.0.2.8, false",
        "192.0.2.1, 192.0.2.1, true",
        "192.0.2.1, 192.0.2.2, false",
        "192.0.2.0/29, ::ffff:192.0.2.7, true",
        "::ffff:192.0.2.0/125, 192.0.2.7, true",
        "::ffff:192.0.2.0/125, 192.0.2.8, false",
        "0.0.0.0/0, 203.0.113.9, true",
        "0.0.0.0/0, 2001:db8::1, false",
        "2001:db8::/33, 2001:db8:7fff::1, true",
        "2001:db8::/33, 2001:db8:8000::1, false",
    })
    void aRangeContainsItsAddresses(String range, String address, boolean inside) {
        assertThat(AddressRange.parse(range).contains(IpAddress.parse(address))).isEqualTo(inside);
        assertThat(AddressRange.parse(AddressRange.parse(range).toString())).isEqualTo(AddressRange.parse(range));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "192.0.2.1/29",
                "192.0.2.0/33",
                "192.0.2.0/",
                "192.0.2.0/-1",
                "192.0.2.0/x",
                "/8",
                "isp.example/24",
                "2001:db8::/129",
                "::ffff:192.0.2.0/24",
                "192.0.2.0/255.255.255.0"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> AddressRange.parse(text)).isInstanceOf(InvalidAddressException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:2525, 127.0.0.1, 2525, 127.0.0.1:2525",
        "MX.isp.example, mx.isp.example, 25, mx.isp.example:25",
        "[2001:db8::1]:0, 2001:db8::1, 0, [2001:db8::1]:0",
        "[::1], ::1, 25, [::1]:25",
        "::1, ::1, 25, [::1]:25",
    })
    void readsHostAndPort(String text, String host, int port, String printed) {
        assertThat(HostAddress.parse(text, 25))
                .isEqualTo(new HostAddress(host, port))
                .hasToString(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":25",
                "x:",
                "x:65536",
                "x:-1",
                "x:smtp",
                "[x]:25",
                "[::1",
                "[::1]25",
                "192.0.2.256:25",
                "a_b:25"
            })
    void refusesWhatIsNoHostAndPort(String text) {
        assertThatThrownBy(() -> HostAddress.parse(text, 25)).isInstanceOf(InvalidAddressException.class);
    }

    @Test
    void aMappedAddressIsTheIpv4Address() {
        assertThat(IpAddress.parse("::ffff:192.0.2.1"))
                .isInstanceOf(Inet4Address.class)
                .isEqualTo(IpAddress.parse("192.0.2.1"));
    }
}
