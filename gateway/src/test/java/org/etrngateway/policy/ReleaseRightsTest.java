package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.etrngateway.address.AccountName;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.CertificateId;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.ProofConfig.Require;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.net.TestTls;
import org.etrngateway.session.Secured;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReleaseRightsTest {
    private final ReleaseRights rights = new ReleaseRights(List.of(
            site("one", "192.0.2.0/29", "2001:db8:1::/48"),
            site("two", "192.0.2.4", "192.0.2.64/26"),
            site("three", "2001:db8:1:2::/64"),
            site("none")));

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0, one",
        "192.0.2.4, one two",
        "192.0.2.7, one",
        "192.0.2.8, ''",
        "192.0.2.64, two",
        "192.0.2.127, two",
        "192.0.2.128, ''",
        "2001:db8:1:1::1, one",
        "2001:db8:1:2::1, one three",
        "2001:db8:2::1, ''",
        "::ffff:192.0.2.4, one two",
        "c000:204::, ''",
    })
    void areThoseOfAllRangesThatHoldTheAddress(String client, String expected) {
        assertThat(names(rights, client(client))).isEqualTo(expected);
    }

    private static final Secured NO_CERTIFICATE =
            new Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty(), false);

    private static final AccountName ACME = new AccountName("acme");

    @ParameterizedTest
    @CsvSource({
        // account, address, sites
        "'', 192.0.2.1, any",
        "acme, 203.0.113.9, 'any only'",
        "acme, 192.0.2.1, 'any both only'",
        "other, 203.0.113.9, ''",
        "other, 192.0.2.1, any",
    })
    void anyOrAllOfWhatIsAskedFor(String account, String address, String expected) {
        AddressRange range = AddressRange.parse("192.0.2.1");
        ReleaseRights combined = new ReleaseRights(List.of(
                site("any", new ProofConfig(List.of(range), List.of(ACME), List.of(), Require.ANY, false)),
                site("both", new ProofConfig(List.of(range), List.of(ACME), List.of(), Require.ALL, false)),
                site("only", new ProofConfig(List.of(), List.of(ACME), List.of(), Require.ALL, false)),
                site("nobody", new ProofConfig(List.of(), List.of(), List.of(), Require.ALL, false))));
        Client client = client(address);
        assertThat(names(combined, account.isEmpty() ? client : client.loggedInAs(new AccountName(account))))
                .isEqualTo(expected);
    }

    @Test
    void anAddressProvesNothing() {
        AddressRange range = AddressRange.parse("192.0.2.1");
        SiteName any = new SiteName("any");
        ReleaseRights one = new ReleaseRights(
                List.of(site("any", new ProofConfig(List.of(range), List.of(ACME), List.of(), Require.ANY, false))));
        Client client = client("192.0.2.1");
        assertThat(one.of(client)).containsExactly(any);
        assertThat(one.isProven(any, client)).isFalse();
        assertThat(one.isProven(any, client.loggedInAs(ACME))).isTrue();
        assertThat(one.isProven(any, client.loggedInAs(new AccountName("other"))))
                .isFalse();
        assertThat(one.isProven(any, client.loggedInAs(ACME).underTls(NO_CERTIFICATE)))
                .isFalse();
    }

    @Test
    void aCertificateIsKnownByItsFingerprintOrItsSubject(@TempDir Path one, @TempDir Path two) throws Exception {
        X509Certificate shown = new TestTls(one).certificate();
        X509Certificate sameName = new TestTls(two).certificate();
        CertificateId print = CertificateId.fingerprint(shown);
        String colons = print.text().substring(7).toUpperCase(Locale.ROOT).replaceAll("..(?!$)", "$0:");
        ReleaseRights known = new ReleaseRights(List.of(
                site("print", certificate("sha256/" + colons)), site("name", certificate("cn=Mail.ACME.example"))));
        Client client = client("192.0.2.1");
        assertThat(names(known, client.underTls(tls(shown, true)))).isEqualTo("name print");
        assertThat(names(known, client.underTls(tls(shown, false))))
                .as("where no authority vouches for the name")
                .isEqualTo("print");
        assertThat(names(known, client.underTls(tls(sameName, true)))).isEqualTo("name");
        assertThat(names(known, client.underTls(NO_CERTIFICATE))).isEmpty();
        assertThat(known.isProven(new SiteName("print"), client.underTls(tls(shown, true))))
                .isTrue();
    }

    private static Secured tls(X509Certificate shown, boolean trusted) {
        return new Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.of(shown), trusted);
    }

    private static ProofConfig certificate(String id) {
        return new ProofConfig(List.of(), List.of(), List.of(CertificateId.parse(id)), Require.ANY, false);
    }

    private static Client client(String address) {
        return Client.at(IpAddress.parse(address), InetAddress.getLoopbackAddress());
    }

    private static String names(ReleaseRights rights, Client client) {
        return rights.of(client).stream().map(SiteName::name).sorted().collect(Collectors.joining(" "));
    }

    private static SiteConfig site(String name, String... from) {
        return site(
                name,
                ProofConfig.ofAddresses(Stream.of(from).map(AddressRange::parse).toArray(AddressRange[]::new)));
    }

    private static SiteConfig site(String name, ProofConfig proof) {
        return new SiteConfig(
                new SiteName(name),
                List.of(DomainPattern.parse(name + ".example")),
                Optional.empty(),
                new Route.Fixed(new HostAddress("192.0.2.7", 25)),
                new TriggerConfig(proof, TriggerConfig.Scope.SITE, TriggerConfig.Codes.COUNTED, Duration.ofMinutes(10)),
                new SessionConfig(
                        TlsMode.NONE, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                ScheduleConfig.HOLD,
                SiteConfig.Quota.NONE,
                FlushConfig.STANDARD);
    }
}
