package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.WishesConfig;
import org.etrngateway.queue.MutableClock;
import org.junit.jupiter.api.Test;

/** Three failures within an hour are too many. */
class LoginLimitsTest {
    private static final InetAddress SITE = IpAddress.parse("192.0.2.1");
    private static final InetAddress ATTACKER = IpAddress.parse("203.0.113.9");

    private final PolicyRules rules = new PolicyRules(
            DomainName.parse("mx.isp.example"),
            Mailbox.parse("admin@isp.example"),
            List.of(),
            List.of(),
            Map.of(),
            new LimitsConfig(1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 3, Duration.ofHours(1), WishesConfig.STANDARD));
    private final MutableClock clock = new MutableClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final LoginLimits limits = new LoginLimits(() -> rules, clock);

    private void fail(InetAddress client, String account, int times) {
        for (int i = 0; i < times; i++) {
            assertThat(limits.enter(client, account)).as("try %d", i).isTrue();
        }
    }

    private boolean succeed(InetAddress client, String account) {
        boolean allowed = limits.enter(client, account);
        if (allowed) {
            limits.succeeded(client, account);
        }
        return allowed;
    }

    @Test
    void anAddressThatFailedTooOftenIsRefusedForAnyName() {
        fail(ATTACKER, "a", 1);
        fail(ATTACKER, "b", 1);
        fail(ATTACKER, "c", 1);
        assertThat(limits.enter(ATTACKER, "d")).isFalse();
        assertThat(limits.enter(SITE, "d")).isTrue();
        clock.advance(Duration.ofMinutes(61));
        assertThat(limits.enter(ATTACKER, "d")).isTrue();
    }

    @Test
    void anAccountUnderAttackIsStillItsSites() {
        for (int i = 1; i <= 50; i++) {
            assertThat(limits.enter(IpAddress.parse("203.0.113." + i), "acme")).isTrue();
            boolean again = limits.enter(IpAddress.parse("203.0.113." + i), "acme");
            assertThat(again).as("a second guess of address %d", i).isEqualTo(i < 2);
        }
        assertThat(succeed(SITE, "acme")).as("an address that is new").isTrue();
        assertThat(succeed(IpAddress.parse("192.0.2.77"), "acme")).isTrue();
    }

    @Test
    void whoSharesTheAddressLocksNobodyOut() {
        assertThat(succeed(SITE, "acme")).isTrue();
        fail(SITE, "other", 3);
        assertThat(limits.enter(SITE, "other")).isFalse();
        assertThat(succeed(SITE, "acme")).isTrue();
    }

    @Test
    void whoHasBeenInMayNotGuessForEver() {
        assertThat(succeed(SITE, "acme")).isTrue();
        fail(SITE, "acme", 3);
        assertThat(limits.enter(SITE, "acme")).isFalse();
    }

    @Test
    void ownSuccessesDoNotBuyGuesses() {
        for (int i = 0; i < 3; i++) {
            assertThat(succeed(ATTACKER, "mine")).isTrue();
            fail(ATTACKER, "acme", 1);
        }
        assertThat(succeed(ATTACKER, "mine")).isTrue();
        assertThat(limits.enter(ATTACKER, "acme")).isFalse();
    }

    @Test
    void manyTriesAtATimeAreNoMore() {
        for (int i = 0; i < 3; i++) {
            assertThat(limits.enter(ATTACKER, "name" + i)).isTrue();
        }
        assertThat(limits.enter(ATTACKER, "name9"))
                .as("while the others are not over")
                .isFalse();
    }

    @Test
    void addressesOfOneNetworkAreOneClient() {
        fail(IpAddress.parse("2001:db8::1"), "a", 1);
        fail(IpAddress.parse("2001:db8::2"), "b", 1);
        fail(IpAddress.parse("2001:db8::3"), "c", 1);
        assertThat(limits.enter(IpAddress.parse("2001:db8::4"), "d")).isFalse();
        assertThat(limits.enter(IpAddress.parse("2001:db8:0:1::4"), "d")).isTrue();
    }
}
