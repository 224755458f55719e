package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.etrngateway.address.AddressRange;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.Mailbox;
import org.etrngateway.config.DomainPattern;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.LimitsConfig;
import org.etrngateway.config.ListenerTls;
import org.etrngateway.config.ProofConfig;
import org.etrngateway.config.ScheduleConfig;
import org.etrngateway.config.SiteConfig;
import org.etrngateway.config.TriggerConfig;
import org.etrngateway.policy.GatewayPolicy;
import org.etrngateway.policy.PolicyRules;
import org.etrngateway.policy.TestOffice;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.session.Drafts;
import org.etrngateway.session.ServerActions;
import org.etrngateway.session.ServerProfile;
import org.etrngateway.session.ServerSession;
import org.etrngateway.session.Service;
import org.etrngateway.smtp.Reply;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A site that asks and asks, through session, policy and engine: however often, it is served once. */
class ManyEtrnsTest {
    private static final int ETRNS = 1000;
    private static final InetAddress SITE = IpAddress.parse("192.0.2.9");
    private static final InetAddress HERE = IpAddress.parse("192.0.2.25");
    private static final DomainName HOSTNAME = DomainName.parse("mx.isp.example");
    /** What is tested is not the limits. */
    private static final LimitsConfig LIMITS =
            new LimitsConfig(20_000, 5, 100, 100, 100, 3, 5, 10 * ETRNS, 10 * ETRNS, 10, 10, 1L << 20);

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");
    private final PolicyRules rules = rules();

    @BeforeEach
    void mailIsHeld() {
        world.network.listen(ACME_HOST, site -> {});
        for (String subject : List.of("one", "two", "three")) {
            world.mail(subject, "a@acme.example");
        }
    }

    private PolicyRules rules() {
        DeliveryRules.SiteRule rule = world.rules.get(EngineWorld.ACME);
        SiteConfig acme = new SiteConfig(
                EngineWorld.ACME,
                List.of(DomainPattern.parse("acme.example")),
                Optional.empty(),
                rule.route(),
                new TriggerConfig(
                        ProofConfig.ofAddresses(AddressRange.parse("192.0.2.9")),
                        TriggerConfig.Scope.SITE,
                        TriggerConfig.Codes.COUNTED,
                        rule.lifetime()),
                rule.session(),
                ScheduleConfig.HOLD,
                new SiteConfig.Quota(0, 0),
                FlushConfig.STANDARD);
        return new PolicyRules(
                HOSTNAME, Mailbox.parse("admin@isp.example"), List.of(), List.of(acme), Map.of(), LIMITS);
    }

    @Test
    void inOneSessionCostOneFlush() {
        Asking asking = new Asking();
        List<Integer> codes = asking.etrn(ETRNS);
        assertThat(codes).hasSize(ETRNS).startsWith(253);
        assertThat(codes.subList(1, ETRNS)).containsOnly(252);
        world.workers.drain();
        assertServedOnce();
    }

    @Test
    void inAHundredSessionsCostOneFlush() {
        List<Integer> codes = Stream.generate(Asking::new)
                .limit(100)
                .flatMap(asking -> asking.etrn(ETRNS / 100).stream())
                .toList();
        assertThat(codes).hasSize(ETRNS).startsWith(253);
        assertThat(Collections.frequency(codes, 252)).isEqualTo(ETRNS - 1);
        world.workers.drain();
        assertServedOnce();
    }

    /** The line lives, which each ETRN has found out, and so none replaces it. */
    @Test
    void whileItIsServedCostNothing() {
        world.network.pulse(Optional.of(new Connector.Pulse(Duration.ofMillis(10), Duration.ZERO, true)));
        world.network.delay(Duration.ofMillis(100));
        Asking asking = new Asking();
        List<Integer> codes = new ArrayList<>(asking.etrn(1));
        world.workers.drain();
        for (int asked = 0; asked < ETRNS; asked += 10) {
            codes.addAll(asking.etrn(10));
            world.workers.drain();
            world.network.pass(Duration.ofMillis(100));
            world.workers.drain();
        }
        assertThat(codes).startsWith(253).contains(252).endsWith(251);
        assertServedOnce();
    }

    @Test
    void afterwardsFindNothing() {
        Asking asking = new Asking();
        asking.etrn(1);
        world.workers.drain();
        assertThat(asking.etrn(ETRNS)).hasSize(ETRNS).containsOnly(251);
        world.workers.drain();
        assertServedOnce();
    }

    private void assertServedOnce() {
        assertThat(world.network.called()).containsExactly(ACME_HOST);
        assertThat(world.arrived()).containsExactlyInAnyOrder("one", "two", "three");
        assertThat(world.held(EngineWorld.ACME)).isEmpty();
        assertThat(world.history())
                .filteredOn(entry -> entry.kind() == HistoryEntry.Kind.FLUSHED)
                .singleElement()
                .satisfies(flush -> assertThat(flush.work().delivered()).isEqualTo(3));
    }

    /** A session of one of the site's clients, who sends all at once and counts the replies. */
    private final class Asking implements ServerActions {
        private final List<Integer> codes = new ArrayList<>();
        private final ServerSession session = new ServerSession(
                new ServerProfile(
                        HOSTNAME,
                        Service.TRIGGER,
                        ListenerTls.NONE,
                        LIMITS.messageSize(),
                        LIMITS.recipients(),
                        LIMITS.hops(),
                        LIMITS.messagesPerSession(),
                        LIMITS.errorsPerSession(),
                        LIMITS.wishes(),
                        false,
                        new InetSocketAddress(SITE, 40_000),
                        world.clock),
                new GatewayPolicy(
                        TestOffice.of(() -> rules, world.queue, world.engine, world.clock),
                        trigger -> CompletableFuture.failedFuture(new IllegalStateException("nobody asks for a turn")),
                        Service.TRIGGER,
                        SITE,
                        HERE),
                this);

        Asking() {
            session.connected();
        }

        List<Integer> etrn(int times) {
            codes.clear();
            String commands = "ETRN acme.example\r\n".repeat(times);
            session.receive(ByteBuffer.wrap(commands.getBytes(StandardCharsets.US_ASCII)));
            return List.copyOf(codes);
        }

        @Override
        public void reply(Reply reply) {
            codes.add(reply.code());
        }

        @Override
        public Drafts drafts() {
            throw new IllegalStateException("no mail is sent here");
        }

        @Override
        public void startTls() {
            throw new IllegalStateException("there is no TLS here");
        }

        @Override
        public void await(CompletionStage<Reply> answer) {
            throw new IllegalStateException("nobody logs in here");
        }

        @Override
        public void turn() {
            throw new IllegalStateException("nobody asks for a turn");
        }

        @Override
        public void close() {
            throw new IllegalStateException("the site may ask as often as it likes");
        }
    }
}
