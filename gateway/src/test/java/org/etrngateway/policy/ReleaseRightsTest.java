package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.RetrySteps;
import org.etrngateway.config.Route;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
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
        List<String> names = rights.of(IpAddress.parse(client)).stream()
                .map(SiteName::name)
                .sorted()
                .toList();
        assertThat(String.join(" ", names)).isEqualTo(expected);
    }

    private static SiteConfig site(String name, String... from) {
        return new SiteConfig(
                new SiteName(name),
                List.of(DomainPattern.parse(name + ".example")),
                Optional.empty(),
                new Route.Fixed(new HostAddress("192.0.2.7", 25)),
                Set.of(SiteConfig.Mode.HOLD),
                new TriggerConfig(
                        Stream.of(from).map(AddressRange::parse).toList(),
                        TriggerConfig.Scope.SITE,
                        TriggerConfig.Codes.COUNTED,
                        Duration.ofMinutes(10)),
                new SessionConfig(
                        TlsMode.NONE, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                new RetrySteps(List.of(Duration.ofMinutes(5))),
                Duration.ofDays(5),
                SiteConfig.Quota.NONE,
                FlushConfig.STANDARD);
    }
}
