package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.Sessions;
import org.etrngateway.delivery.Connector.Pulse;
import org.etrngateway.queue.Listed;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several sessions with one site: they share what waits, and what becomes of one is not the others' matter. */
class SessionsTest {
    private static final Duration ROUND_TRIP = Duration.ofMillis(100);

    private final EngineWorld world = new EngineWorld("PIPELINING");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    private void sessions(Sessions sessions) {
        FlushConfig was = FlushConfig.STANDARD;
        world.flush(ACME, new FlushConfig(was.from(), was.order(), sessions, was.budget(), was.oversize()));
    }

    private void fixed(int most) {
        sessions(new Sessions(most, false));
    }

    private void mail(int count) {
        for (int i = 0; i < count; i++) {
            world.mail("m" + i, "a@acme.example");
        }
    }

    private void listen() {
        world.network.listen(ACME_HOST, site -> {});
    }

    @Test
    void theyShareWhatWaits() {
        fixed(3);
        listen();
        mail(30);
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(30).doesNotHaveDuplicates();
        assertThat(world.network.sessions())
                .hasSize(3)
                .allSatisfy(site -> assertThat(site.taken()).isNotEmpty());
        assertThat(world.network.sessions())
                .allSatisfy(site -> assertThat(site.commands()).endsWith("QUIT"));
    }

    @Test
    void thereAreNoMoreThanMessages() {
        fixed(4);
        listen();
        mail(2);
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(2);
        assertThat(world.network.called()).hasSize(2);
    }

    /** The site takes one connection from us, and says so to the others. */
    @Test
    void aSiteThatTakesNoMoreIsServedByFewer() {
        fixed(3);
        AtomicInteger connections = new AtomicInteger();
        world.network.listen(ACME_HOST, site -> {
            if (connections.incrementAndGet() > 1) {
                site.answer("CONNECT", "421 4.7.0 too many connections");
            }
        });
        mail(30);
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(30).doesNotHaveDuplicates();
        assertThat(world.network.called()).hasSize(3);
        assertThat(world.workers.delayed()).as("reconnects").isZero();
    }

    @Test
    void whatALostSessionHadGoesWithTheOthers() {
        fixed(2);
        listen();
        world.network.cut(400, Long.MAX_VALUE);
        mail(30);
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.arrived()).contains("m0", "m1", "m29");
        assertThat(world.network.called()).hasSize(2);
        assertThat(world.workers.delayed()).as("reconnects").isZero();
    }

    /** It closes one session in the midst of its work. */
    @Test
    void aServerThatClosesOneSessionKeepsTheOthers() {
        fixed(2);
        AtomicInteger connections = new AtomicInteger();
        world.network.listen(ACME_HOST, site -> {
            if (connections.incrementAndGet() == 1) {
                site.answer("END", "421 4.3.2 closing");
            }
        });
        mail(30);
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.arrived()).hasSize(30);
        assertThat(world.network.called()).hasSize(2);
    }

    @Test
    void theLastOneThatFailsIsTheSitesFailure() {
        fixed(2);
        world.network.listen(ACME_HOST, site -> site.answer("CONNECT", "421 4.3.2 not now"));
        mail(10);
        world.etrn(ACME);
        assertThat(world.network.called()).hasSize(2);
        assertThat(world.workers.delayed()).as("reconnects").isEqualTo(1);
        assertThat(world.held(ACME)).hasSize(10).extracting(Listed::attempts).containsOnly(0);
        listen();
        world.workers.ring();
        assertThat(world.arrived()).hasSize(10);
    }

    @Test
    void aServerThatIsFullIsFullForAllSessions() {
        fixed(2);
        world.network.listen(ACME_HOST, site -> site.answer("MAIL", "452 4.3.1 disk full"));
        mail(10);
        world.etrn(ACME);
        assertThat(world.held(ACME)).hasSize(10).extracting(Listed::attempts).containsOnly(0);
        assertThat(world.workers.delayed()).as("reconnects").isEqualTo(1);
    }

    /** Whichever session meets it, and however many there are: in the end the others are through. */
    @Test
    void aMessageThatEndsSessionsIsPutOffAndTheOthersGo() {
        fixed(3);
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<poison@", "421 4.3.2 oops"));
        world.mail("poison", "poison@acme.example");
        mail(20);
        world.etrn(ACME);
        for (int i = 0; i < 10 && world.held(ACME).size() > 1; i++) {
            world.workers.ring();
        }
        assertThat(world.held(ACME)).singleElement().satisfies(held -> {
            assertThat(held.subject()).isEqualTo("poison");
            assertThat(held.attempts()).isEqualTo(1);
        });
        assertThat(world.arrived()).contains("m0", "m19");
    }

    @Test
    void oneRestsWhenAllIsDelivered() {
        fixed(3);
        world.linger(ACME, Duration.ofSeconds(30));
        listen();
        mail(30);
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(30);
        assertThat(world.network.called()).hasSize(3);
        assertThat(world.network.open()).isEqualTo(1);
        mail(1);
        world.workers.drain();
        assertThat(world.arrived()).hasSize(31);
        assertThat(world.network.called()).hasSize(3);
        world.engine.close();
        world.workers.drain();
    }

    /** A server without CHUNKING takes a message a round trip and session, so that each session adds its share. */
    @Test
    void theyGrowWhileTheFlushBecomesFasterByIt() {
        sessions(Sessions.AUTO);
        listen();
        assertThat(mostOpen(300)).isEqualTo(4);
        assertThat(world.arrived()).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void theyDoNotGrowWhileOtherSitesNeedTheSlots() {
        sessions(Sessions.AUTO);
        world.sessions = 2;
        listen();
        assertThat(mostOpen(300)).isEqualTo(2);
        assertThat(world.arrived()).hasSize(300);
    }

    private int mostOpen(int messages) {
        world.network.delay(ROUND_TRIP);
        world.network.pulse(Optional.of(new Pulse(ROUND_TRIP, Duration.ZERO, false)));
        mail(messages);
        world.etrn(ACME);
        int most = 0;
        for (int i = 0; i < 10 * messages && !world.engine.flushes().isEmpty(); i++) {
            world.clock.advance(ROUND_TRIP);
            world.network.pass(ROUND_TRIP);
            world.workers.drain();
            most = Math.max(most, world.network.open());
        }
        return most;
    }
}
