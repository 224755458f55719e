package org.etrngateway.notice;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.HostAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.NoticesConfig.Bounce;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.Route;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is told where senders may be forged; all messages are of alice@sender.example. */
class PlausibilityTest {
    private static final String STRANGER = "192.0.2.99";
    private static final String FILTER = "198.51.100.1";
    private static final String ACME_CLIENT = "192.0.2.2";
    private static final String THEIR_TRACE =
            "Received: from x.example ([203.0.113.7])\r\n\tby filter.isp.example with ESMTP id 1; Sun\r\n";

    private final NoticeWorld world = new NoticeWorld();

    private static SiteConfig acme(String domain) {
        return new SiteConfig(
                NoticeWorld.ACME,
                List.of(DomainPattern.parse(domain)),
                Optional.empty(),
                new Route.Fixed(new HostAddress("192.0.2.7", 25)),
                new TriggerConfig(
                        ProofConfig.ofAddresses(AddressRange.parse("192.0.2.0/29")),
                        TriggerConfig.Scope.SITE,
                        TriggerConfig.Codes.COUNTED,
                        Duration.ofMinutes(10)),
                new SessionConfig(
                        TlsMode.MAY, SessionConfig.Pipelining.AUTO, SessionConfig.EightBit.PASS, Duration.ZERO),
                ScheduleConfig.HOLD,
                SiteConfig.Quota.NONE,
                FlushConfig.STANDARD);
    }

    private void only(Bounce bounce) {
        world.only(bounce, List.of(AddressRange.parse(FILTER)), List.of(acme("acme.example")), "filter.isp.example");
    }

    private static String trace(String client, String protocol) {
        return "Received: from host.example ([" + client + "])\r\n\tby mx.isp.example with " + protocol
                + " id 0000000000007\r\n\tfor <b@acme.example>;\r\n\tSun, 1 Mar 2026 12:00:00 +0000\r\n";
    }

    private String report(String header) {
        Lease lease = world.mail(Messages.envelope(world.clock.instant(), "b@acme.example"), header + "\r\ntext\r\n");
        return world.report(lease, Kind.FAILED, "550 5.1.1 no");
    }

    /** What the final record says, the settings being plausible. */
    private String plausible(String header) {
        only(Bounce.PLAUSIBLE);
        String record = report(header);
        assertThat(world.isAnybodyTold()).isEqualTo(!record.startsWith("none: "));
        return record;
    }

    @Test
    void withoutSettingsEverybodyIsTold() {
        assertThat(report(trace(STRANGER, "ESMTP"))).doesNotStartWith("none");
        assertThat(world.isAnybodyTold()).isTrue();
    }

    @Test
    void whereNobodyIsToldTheRecordSaysSo() {
        only(Bounce.NEVER);
        assertThat(report(trace(STRANGER, "ESMTPA"))).isEqualTo("none: notices are switched off");
        assertThat(world.isAnybodyTold()).isFalse();
    }

    @Test
    void aStrangerMayHaveForgedIt() {
        assertThat(plausible(trace(STRANGER, "ESMTP")))
                .isEqualTo("none: the sender may be forged, for the message came from a stranger");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ESMTPA", "ESMTPSA", "UTF8SMTPSA"})
    void whoHasLoggedInIsBelieved(String protocol) {
        assertThat(plausible(trace(STRANGER, protocol))).doesNotStartWith("none");
    }

    @Test
    void aTraceThatComesWithTheMessageIsNotOurs() {
        assertThat(plausible(trace(STRANGER, "ESMTP") + trace(STRANGER, "ESMTPSA")))
                .startsWith("none");
    }

    @Test
    void aSiteAtItsOwnAddressIsBelievedOfItsOwnSenders() {
        assertThat(plausible(trace(ACME_CLIENT, "ESMTP"))).startsWith("none");
        world.only(Bounce.PLAUSIBLE, List.of(), List.of(acme("sender.example")));
        assertThat(report(trace(ACME_CLIENT, "ESMTP"))).doesNotStartWith("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authentication-Results: filter.isp.example; spf=pass smtp.mailfrom=sender.example\r\n",
                "Authentication-Results: filter.isp.example 1; dkim=fail (x; spf=x);\r\n\tspf=pass (y) smtp.mailfrom=alice@sender.example\r\n",
                "Authentication-Results: filter.isp.example; dmarc=pass header.from=sender.example\r\n",
                "authentication-results: filter.isp.example; dmarc=pass header.from=list.sender.example\r\n",
                "Received-SPF: pass (ok) client-ip=1.2.3.4; envelope-from=\"alice@sender.example\"\r\n" + THEIR_TRACE,
                "Received-SPF: Pass\r\n" + THEIR_TRACE
            })
    void aFilterIsBelieved(String fields) {
        assertThat(plausible(trace(FILTER, "ESMTP") + fields)).doesNotStartWith("none");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Authentication-Results: filter.isp.example; spf=fail smtp.mailfrom=sender.example\r\n",
                "Authentication-Results: filter.isp.example; spf=pass smtp.mailfrom=other.example\r\n",
                "Authentication-Results: filter.isp.example; spf=pass\r\n",
                "Authentication-Results: filter.isp.example; dkim=pass header.d=sender.example\r\n",
                "Authentication-Results: filter.isp.example; dmarc=pass header.from=xsender.example\r\n",
                "Authentication-Results: evil.example; spf=pass smtp.mailfrom=sender.example\r\n",
                "Authentication-Results: evil.example (filter.isp.example); spf=pass smtp.mailfrom=sender.example\r\n",
                "X: y\r\n Authentication-Results: filter.isp.example; spf=pass smtp.mailfrom=sender.example\r\n",
                "Received-SPF: softfail\r\n" + THEIR_TRACE,
                "Received-SPF: pass envelope-from=bob@other.example\r\n" + THEIR_TRACE,
                THEIR_TRACE + "Received-SPF: pass\r\n"
            })
    void aFilterThatDoesNotSaySoIsNot(String fields) {
        assertThat(plausible(trace(FILTER, "ESMTP") + fields))
                .isEqualTo("none: the sender may be forged, for no filter says that the sender passed SPF or DMARC");
    }

    @Test
    void aStrangersWordOnFiltersIsNothing() {
        String claimed = "Authentication-Results: filter.isp.example; spf=pass smtp.mailfrom=sender.example\r\n";
        assertThat(plausible(trace(STRANGER, "ESMTP") + claimed)).startsWith("none");
    }

    @Test
    void aDelayIsToldOfByTheSameRule() {
        only(Bounce.PLAUSIBLE);
        Lease lease = world.mail(
                Messages.envelope(world.clock.instant(), "b@acme.example"), trace(STRANGER, "ESMTP") + "\r\ntext\r\n");
        assertThat(Messages.await(world.bounces.delayed(lease, "", world.clock.instant(), Next.SOON)))
                .startsWith("none");
        assertThat(world.isAnybodyTold()).isFalse();
    }

    @Test
    void theRealTraceHeaderIsRead() {
        String trace =
                "Received: from [192.0.2.3] ([IPv6:2001:db8:0:0:0:0:0:1])\r\n\tby mx.isp.example with ESMTPSA id 7;\r\n";
        Plausibility nobody = new Plausibility(List.of(), List.of(), List.of());
        assertThat(nobody.doubt(Mailbox.parse("alice@sender.example"), trace.getBytes(StandardCharsets.US_ASCII)))
                .isEmpty();
    }
}
