package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.LimitsConfig;
import org.junit.jupiter.api.Test;

class ClientLimitsTest {
    private static final InetAddress CLIENT = IpAddress.parse("203.0.113.9");
    private static final InetAddress UPSTREAM = IpAddress.parse("198.51.100.1");

    private final MinuteClock clock = new MinuteClock();
    private final PolicyRules rules = new PolicyRules(
            DomainName.parse("mx.isp.example"),
            Mailbox.parse("admin@isp.example"),
            List.of(AddressRange.parse("198.51.100.0/24")),
            List.of(),
            Map.of(),
            new LimitsConfig(1, 1, 1, 5, 2, 1, 1, 1, 3, 1, 1, 1));
    private final ClientLimits limits = new ClientLimits(() -> rules, clock);

    @Test
    void aClientHasSoManyConnections() {
        assertThat(limits.opened(CLIENT)).isTrue();
        assertThat(limits.opened(CLIENT)).isTrue();
        assertThat(limits.opened(CLIENT)).isFalse();
        limits.closed(CLIENT);
        assertThat(limits.opened(CLIENT)).isTrue();
    }

    @Test
    void anUpstreamIsOnlyBoundByWhatAllMayHave() {
        for (int i = 0; i < 5; i++) {
            assertThat(limits.opened(UPSTREAM)).isTrue();
        }
        assertThat(limits.opened(UPSTREAM)).isFalse();
        assertThat(limits.opened(CLIENT)).isFalse();
    }

    @Test
    void aClientHasSoManyEtrnsAMinute() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.etrn(CLIENT)).isTrue();
        }
        assertThat(limits.etrn(CLIENT)).isFalse();
        assertThat(limits.etrn(UPSTREAM)).isTrue();
        clock.now = clock.now.plus(Duration.ofMinutes(1));
        assertThat(limits.etrn(CLIENT)).isTrue();
    }

    /** One a session, three a minute. */
    @Test
    void newSessionsBuyNoMoreRequestsAMinute() {
        for (int i = 0; i < 3; i++) {
            assertThat(new Requests(() -> rules, limits, CLIENT).next()).isEqualTo(Requests.Verdict.FINE);
        }
        assertThat(new Requests(() -> rules, limits, CLIENT).next()).isEqualTo(Requests.Verdict.TOO_MANY);
    }

    @Test
    void aNetworkOfIpv6IsOneClient() {
        for (int i = 1; i <= 3; i++) {
            assertThat(limits.etrn(IpAddress.parse("2001:db8::" + i))).isTrue();
        }
        assertThat(limits.etrn(IpAddress.parse("2001:db8::4"))).isFalse();
        assertThat(limits.etrn(IpAddress.parse("2001:db8:0:1::4"))).isTrue();
    }

    @Test
    void beyondTenThousandClientsTheOthersShareOneCount() throws java.net.UnknownHostException {
        for (int i = 0; i < 10_000; i++) {
            limits.etrn(InetAddress.getByAddress(new byte[] {10, 0, (byte) (i >> 8), (byte) i}));
        }
        for (int i = 0; i < 3; i++) {
            assertThat(limits.etrn(InetAddress.getByAddress(new byte[] {10, 1, 0, (byte) i})))
                    .isTrue();
        }
        assertThat(limits.etrn(CLIENT)).isFalse();
    }

    private static final class MinuteClock extends Clock {
        private Instant now = Instant.parse("2026-03-01T12:00:00Z");

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return now;
        }
    }
}
