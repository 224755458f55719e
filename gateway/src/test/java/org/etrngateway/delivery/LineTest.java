package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.etrngateway.address.IpAddress;
import org.etrngateway.config.BudgetConfig;
import org.etrngateway.config.CallFrom;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.Sessions;
import org.etrngateway.delivery.Connector.Pulse;
import org.etrngateway.session.ModelSite;
import org.junit.jupiter.api.Test;

/** What a session makes of its line: it stays while the line is up, goes when it is dead, and slows down. */
class LineTest {
    private static final Duration LINGER = Duration.ofSeconds(30);

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    private void linger() {
        world.linger(ACME, LINGER);
    }

    private void pass(Duration time) {
        world.network.pass(time);
        world.workers.drain();
    }

    private void listen() {
        world.network.listen(ACME_HOST, site -> {});
    }

    @Test
    void mailThatArrivesWhileTheSessionRestsGoesAtOnceInTheSameSession() {
        linger();
        listen();
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        pass(LINGER.dividedBy(2));
        world.mail("second", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("first", "second");
        assertThat(world.network.sessions()).hasSize(1);
    }

    @Test
    void aSessionThatRestedLongEnoughSaysGoodbye() {
        linger();
        listen();
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.network.open()).isEqualTo(1);
        for (long second = 0; second <= LINGER.toSeconds(); second++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(world.network.open()).isZero();
        assertThat(commands(0)).contains("NOOP").endsWith("QUIT");
        assertThat(world.engine.flushes()).isEmpty();
    }

    @Test
    void aSiteThatHangsUpOnAnIdleSessionHasNotFailed() {
        linger();
        world.network.listen(ACME_HOST, site -> site.answer("NOOP", "421 4.4.2 idle"));
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        for (int second = 0; second < 15; second++) {
            pass(Duration.ofSeconds(1));
        }
        assertThat(world.network.open()).isZero();
        world.workers.ring();
        assertThat(world.network.sessions()).hasSize(1);
    }

    @Test
    void askingWhileASessionRestsIsAnsweredWithNothingWaits() {
        linger();
        listen();
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
        pass(Duration.ofSeconds(3));
        assertThat(world.network.sessions()).hasSize(1);
        assertThat(world.network.open()).isEqualTo(1);
    }

    /** The site is back on a new line, and the session hangs on the old one. */
    @Test
    void aSiteThatAsksAgainGetsANewSessionForADeadOne() {
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        world.network.pulse(owed(Duration.ofSeconds(3)));
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        pass(Duration.ofSeconds(3));
        listen();
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("first");
        assertThat(world.network.sessions()).hasSize(2);
        assertThat(world.network.open()).isZero();
    }

    /** The site is back on a new line, and nothing waits: the next mail must not go to the old one. */
    @Test
    void aSiteThatAsksAgainLosesADeadSessionThatRests() {
        linger();
        world.network.listen(ACME_HOST, site -> site.answer("NOOP", ""));
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        world.network.pulse(owed(Duration.ofSeconds(3)));
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
        pass(Duration.ofSeconds(3));
        assertThat(world.network.open()).isZero();
        listen();
        world.mail("second", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("first", "second");
        assertThat(world.network.sessions()).hasSize(2);
    }

    @Test
    void aSlowLineThatAcknowledgesKeepsItsSession() {
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        world.network.pulse(owed(Duration.ZERO));
        world.mail("first", "a@acme.example");
        world.etrn(ACME);
        pass(Duration.ofSeconds(3));
        world.etrn(ACME);
        pass(Duration.ofSeconds(3));
        assertThat(world.network.sessions()).hasSize(1);
        world.engine.close();
        world.workers.drain();
    }

    private static Optional<Pulse> owed(Duration sinceAck) {
        return Optional.of(new Pulse(Duration.ofMillis(100), sinceAck, true));
    }

    /** A server that loses what was sent ahead: no recipient is refused for it, and the next session is slower. */
    @Test
    void aServerThatLosesTrackGetsTheMailAtASlowerPace() {
        world.network.listen(ACME_HOST, ModelSite::losesWhatIsSentAhead);
        world.mail("first", "a@acme.example");
        world.mail("second", "a@acme.example");
        world.mail("third", "a@acme.example", "b@acme.example");
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.arrived()).contains("first", "second", "third");
        assertThat(world.outcomes.values())
                .allSatisfy(outcomes ->
                        assertThat(outcomes).allMatch(outcome -> outcome.reply().startsWith("250")));
        int sessions = world.network.sessions().size();
        world.mail("fourth", "a@acme.example");
        world.mail("fifth", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.network.sessions()).hasSize(sessions + 1);
        assertThat(world.arrived()).endsWith("fourth", "fifth");
    }

    @Test
    void aSiteThatAsksAgainFromAnotherLinkIsCalledOnThatOne() {
        calledFromWhereItAsks();
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        world.network.pulse(owed(Duration.ofSeconds(3)));
        world.mail("first", "a@acme.example");
        etrnOn("198.51.100.1");
        pass(Duration.ofSeconds(3));
        listen();
        etrnOn("198.51.100.2");
        assertThat(world.arrived()).containsExactly("first");
        assertThat(world.network.calledFrom())
                .containsExactly(
                        Optional.of(IpAddress.parse("198.51.100.1")), Optional.of(IpAddress.parse("198.51.100.2")));
    }

    /** The address is the open trigger's, whatever makes a session of it. */
    @Test
    void whatIsDoneForAnOpenTriggerGoesToTheLinkOnWhichItCame() {
        calledFromWhereItAsks();
        world.mail("first", "a@acme.example");
        etrnOn("198.51.100.1");
        listen();
        world.workers.ring();
        world.mail("second", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("first", "second");
        assertThat(world.network.calledFrom()).hasSize(3).containsOnly(Optional.of(IpAddress.parse("198.51.100.1")));
    }

    private void calledFromWhereItAsks() {
        world.flush(
                ACME,
                new FlushConfig(
                        CallFrom.SAME, FlushConfig.Order.AUTO, Sessions.ONE, BudgetConfig.NONE, Optional.empty()));
    }

    private void etrnOn(String local) {
        Caller caller = new Caller(IpAddress.parse("192.0.2.9"), IpAddress.parse(local), false, false);
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9", Optional.of(caller)));
        world.workers.drain();
    }

    private List<String> commands(int session) {
        return world.network.sessions().get(session).commands();
    }
}
