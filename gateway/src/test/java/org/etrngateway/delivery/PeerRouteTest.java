package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.Route;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.session.ModelSite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site whose address changes is called where it proved to be, and a stranger who has its old address gets nothing. */
class PeerRouteTest {
    private static final String FIRST = "203.0.113.7";
    private static final String SECOND = "203.0.113.99";
    private static final InetAddress LOCAL = IpAddress.parse("198.51.100.1");

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @BeforeEach
    void acmeIsCalledWhereItAsks() {
        world.rules.computeIfPresent(
                ACME,
                (name, rule) -> new SiteRule(
                        new Route.Peer(2525, Optional.of(DomainName.parse("site.example")), false),
                        rule.session(),
                        rule.flush(),
                        rule.schedule(),
                        rule.lifetime()));
    }

    private TriggerAnswer ask(String address, boolean proven) {
        Caller caller = new Caller(IpAddress.parse(address), LOCAL, proven, false);
        TriggerAnswer answer = world.engine.trigger(
                new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, address, Optional.of(caller)));
        world.workers.drain();
        return answer;
    }

    private TriggerAnswer operatorAsks() {
        TriggerAnswer answer =
                world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.OPERATOR, "operator"));
        world.workers.drain();
        return answer;
    }

    private static void greetsOtherwise(ModelSite stranger) {
        stranger.answer("CONNECT", "220 stranger.example");
    }

    @Test
    void itIsCalledWhereItAsked() {
        world.network.listen(FIRST, site -> {});
        world.mail("one", "a@acme.example");
        assertThat(ask(FIRST, true).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void anAddressAloneProvesNothing() {
        world.network.listen(FIRST, site -> {});
        world.mail("one", "a@acme.example");
        assertThat(ask(FIRST, false).kind()).isEqualTo(TriggerAnswer.Kind.REFUSED);
        assertThat(world.network.called()).isEmpty();
    }

    @Test
    void nobodyIsCalledBeforeTheSiteHasAsked() {
        world.mail("one", "a@acme.example");
        assertThat(operatorAsks().reason()).contains("not known until it asks");
        assertThat(world.network.called()).isEmpty();
    }

    @Test
    void anOperatorMayFlushWhileItsTriggerIsOpen() {
        world.network.listen(FIRST, site -> {});
        world.mail("one", "a@acme.example");
        ask(FIRST, true);
        world.mail("two", "a@acme.example");
        operatorAsks();
        assertThat(world.arrived()).containsExactly("one", "two");
        world.clock.advance(EngineWorld.LIFETIME.plusSeconds(1));
        world.mail("three", "a@acme.example");
        assertThat(operatorAsks().kind()).isEqualTo(TriggerAnswer.Kind.REFUSED);
    }

    @Test
    void aStrangerAtTheOldAddressIsToldNothing() {
        world.network.listen(FIRST, PeerRouteTest::greetsOtherwise);
        world.network.listen(SECOND, site -> {});
        world.mail("one", "a@acme.example");
        ask(FIRST, true);
        assertThat(world.network.sessions()).singleElement().satisfies(session -> {
            assertThat(session.commands()).isEmpty();
            assertThat(session.taken()).isEmpty();
        });
        assertThat(world.held(ACME)).hasSize(1).allMatch(held -> held.attempts() == 0);
        assertThat(world.history().get(1).result()).contains("greets by 220 stranger.example");
        ask(SECOND, true);
        assertThat(world.arrived()).containsExactly("one");
    }

    /** The line to the old address is not dead, only the site is not there any more. */
    @Test
    void aSiteThatMovedIsFollowedAtOnce() {
        world.network.listen(FIRST, site -> {});
        world.network.listen(SECOND, site -> {});
        world.network.silence(Long.MAX_VALUE, 20);
        world.mail("one", "a@acme.example");
        ask(FIRST, true);
        assertThat(world.arrived()).isEmpty();
        ask(SECOND, true);
        assertThat(world.arrived()).containsExactly("one");
        assertThat(world.network.called()).containsExactly(FIRST, SECOND);
    }

    @Test
    void ourOwnAddressesAreNotCalledUnlessAllowed() {
        world.network.listen("127.0.0.1", site -> {});
        world.mail("one", "a@acme.example");
        ask("127.0.0.1", true);
        assertThat(world.network.called()).isEmpty();
        assertThat(world.history().get(1).result()).contains("address of this machine");
        SiteRule rule = world.rules.get(ACME);
        Route.Peer allowed = new Route.Peer(2525, Optional.of(DomainName.parse("site.example")), true);
        world.rules.put(
                ACME, new SiteRule(allowed, rule.session(), rule.flush(), rule.schedule(), Duration.ofMinutes(1)));
        ask("127.0.0.1", true);
        assertThat(world.arrived()).containsExactly("one");
    }
}
