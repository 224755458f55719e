package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.certificate.KeyPin;
import org.etrngateway.config.Route;
import org.etrngateway.config.SessionConfig;
import org.etrngateway.config.TlsMode;
import org.etrngateway.delivery.Connector.Pulse;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.delivery.TriggerAnswer.Kind;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mail over a connection that the site has turned round. */
class TurnTest {
    /** Where the site asks from; nobody can call it there, but for its own line. */
    private static final String SITE = "203.0.113.77";

    private static final InetAddress HERE = IpAddress.parse("192.0.2.25");

    private boolean secured;
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "STARTTLS", "AUTH PLAIN");

    @BeforeEach
    void nobodyCanCallTheSite() {
        SiteRule rule = EngineWorld.hold(ACME_HOST);
        world.rules.put(
                ACME, new SiteRule(new Route.Atrn(), rule.session(), rule.flush(), rule.schedule(), rule.lifetime()));
        world.network.listen(SITE, site -> {});
    }

    private CompletableFuture<TriggerAnswer> ask(String... domains) {
        Caller caller = new Caller(IpAddress.parse(SITE), HERE, true, secured);
        Optional<Set<DomainName>> scope = domains.length == 0
                ? Optional.empty()
                : Optional.of(
                        Set.copyOf(Stream.of(domains).map(DomainName::parse).toList()));
        Trigger trigger = new Trigger(ACME, scope, Trigger.Cause.ATRN, SITE, Optional.of(caller));
        return world.engine.turn(trigger, world.network).toCompletableFuture();
    }

    private Kind turn(String... domains) {
        CompletableFuture<TriggerAnswer> answer = ask(domains);
        world.workers.drain();
        return answer.join().kind();
    }

    @Test
    void theMailGoesOverTheOneLineWithoutStartTlsAndItEndsWithQuit() {
        world.mail("one", "a@acme.example");
        world.mail("two", "b@acme.example");
        assertThat(turn()).isEqualTo(Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one", "two");
        assertThat(world.network.called()).containsExactly(SITE);
        List<String> commands = world.network.sessions().get(0).commands();
        assertThat(commands).startsWith("EHLO mx.isp.example").endsWith("QUIT").doesNotContain("STARTTLS");
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.network.open()).isZero();
    }

    @Test
    void aSiteWithoutMailKeepsItsRole() {
        assertThat(turn()).isEqualTo(Kind.EMPTY);
        world.mail("for another domain", "a@acme.example");
        assertThat(turn("other.example")).isEqualTo(Kind.EMPTY);
        assertThat(world.network.called()).isEmpty();
        assertThat(world.held(ACME)).hasSize(1);
        assertThat(turn("other.example", "acme.example")).isEqualTo(Kind.STARTED);
        assertThat(world.arrived()).containsExactly("for another domain");
    }

    @Test
    void nobodyElseCanReleaseWhatNobodyCanDeliver() {
        world.mail("one", "a@acme.example");
        assertThat(world.etrn(ACME).kind()).isEqualTo(Kind.REFUSED);
        assertThat(world.etrn(ACME).reason()).contains("ATRN");
        assertThat(world.network.called()).isEmpty();
    }

    @Test
    void aTurnThatFailsLosesNothingCountsNoAttemptAndIsOver() {
        world.mail("one", "a@acme.example");
        world.network.cut(Long.MAX_VALUE, 1);
        assertThat(turn()).isEqualTo(Kind.STARTED);
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(unit -> assertThat(unit.attempts()).isZero());
        world.clock.advance(Duration.ofMinutes(1));
        world.workers.drain();
        assertThat(world.network.called()).as("nobody is called back").containsExactly(SITE);
        assertThat(turn()).isEqualTo(Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    /** The cut is tried at each octet of either way: what was answered is gone, the rest is held, and nothing twice. */
    @Test
    void aLineThatBreaksAnywhereLosesNothing() {
        for (int octets = 1; octets < 900; octets += 1) {
            brokenAt(octets, Long.MAX_VALUE);
            brokenAt(Long.MAX_VALUE, octets);
        }
    }

    private static void brokenAt(long toSite, long toUs) {
        TurnTest one = new TurnTest();
        one.nobodyCanCallTheSite();
        one.world.mail("one", "a@acme.example");
        one.world.mail("two", "b@acme.example");
        one.world.network.cut(toSite, toUs);
        one.turn();
        int arrived = one.world.arrived().size();
        int held = one.world.held(ACME).size();
        assertThat(arrived + held).as("cut at %s, %s", toSite, toUs).isBetween(2, 4);
        one.turn();
        assertThat(one.world.arrived()).as("cut at %s, %s", toSite, toUs).contains("one", "two");
        assertThat(one.world.held(ACME)).isEmpty();
    }

    @Test
    void aTurnDoesNotWaitForTheFlushOfAnotherLineThatGetsOn() {
        world.mail("one", "a@acme.example");
        world.network.listen(SITE, site -> site.answer("EHLO", ""));
        assertThat(turn()).isEqualTo(Kind.STARTED);
        world.network.pulse(pulse(Duration.ZERO));
        CompletableFuture<TriggerAnswer> second = ask();
        world.workers.drain();
        assertThat(second).as("it is being found out").isNotDone();
        world.network.pass(Duration.ofSeconds(3));
        world.workers.drain();
        assertThat(second.join().kind()).isEqualTo(Kind.RUNNING);
        assertThat(world.network.called()).hasSize(1);
    }

    @Test
    void aTurnReplacesALineThatIsDead() {
        world.mail("one", "a@acme.example");
        world.network.silence(Long.MAX_VALUE, 1);
        assertThat(turn()).isEqualTo(Kind.STARTED);
        world.network.pulse(pulse(Duration.ofMinutes(1)));
        CompletableFuture<TriggerAnswer> second = ask();
        world.workers.drain();
        world.network.pass(Duration.ofSeconds(3));
        world.workers.drain();
        assertThat(second.join().kind()).isEqualTo(Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    private static Optional<Pulse> pulse(Duration sinceAck) {
        return Optional.of(new Pulse(Duration.ofMillis(10), sinceAck, true));
    }

    @Test
    void aPausedSiteIsNotTurned() {
        world.mail("one", "a@acme.example");
        world.queue.apply(new Directive.Pause(ACME, "operator"));
        CompletableFuture<TriggerAnswer> answer = ask();
        assertThat(answer.join().reason()).contains("paused");
        assertThat(world.network.called()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void whatGoesUnderTlsOnlyIsTurnedUnderTlsOnly(TlsMode mode) {
        SiteRule rule = world.rules.get(ACME);
        SessionConfig session = new SessionConfig(
                mode, rule.session().pipelining(), rule.session().eightBit(), Duration.ZERO);
        world.rules.put(ACME, new SiteRule(rule.route(), session, rule.flush(), rule.schedule(), rule.lifetime()));
        world.mail("one", "a@acme.example");
        CompletableFuture<TriggerAnswer> asked = ask();
        world.workers.drain();
        TriggerAnswer answer = asked.join();
        assertThat(answer.kind()).isEqualTo(Kind.REFUSED);
        assertThat(answer.reason()).contains("under TLS only");
        assertThat(world.network.called()).as("nothing is sent").isEmpty();
        assertThat(world.held(ACME)).hasSize(1);
        assertThat(world.history())
                .singleElement()
                .satisfies(entry -> assertThat(entry.result()).contains("under TLS only"));
        secured = true;
        assertThat(turn()).isEqualTo(Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    static Stream<TlsMode> whatGoesUnderTlsOnlyIsTurnedUnderTlsOnly() {
        return Stream.of(TlsMode.REQUIRE, TlsMode.pinned(Set.of(KeyPin.parse("sha256/" + "A".repeat(43) + "="))));
    }

    @Test
    void theHistoryTellsWhoAskedForATurnAndHowItWent() {
        world.mail("one", "a@acme.example");
        turn();
        assertThat(world.history()).extracting(HistoryEntry::kind).hasSize(2);
        assertThat(world.history().get(0).result()).isEqualTo("started, 1 wait");
        assertThat(world.history().get(1).work().delivered()).isEqualTo(1);
    }
}
