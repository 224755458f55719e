package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;
import static org.etrngateway.delivery.EngineWorld.BETA;
import static org.etrngateway.delivery.EngineWorld.BETA_HOST;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All of delivery but the network and the disk: what triggers, what goes out, what stays. */
class DeliveryEngineTest {
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "DSN");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    @Test
    void anEtrnOfAnEmptySiteConnectsNowhere() {
        assertThat(world.etrn(ACME)).isEqualTo(new TriggerAnswer(TriggerAnswer.Kind.EMPTY, 0, ""));
        assertThat(world.network.called()).isEmpty();
    }

    @Test
    void anEtrnSendsAllThatIsHeldInOneSession() {
        world.network.listen(ACME_HOST, site -> {});
        for (int i = 0; i < 200; i++) {
            world.mail("m" + i, "a@acme.example");
        }
        world.workers.drain();
        assertThat(world.network.called()).isEmpty();
        assertThat(world.etrn(ACME)).isEqualTo(new TriggerAnswer(TriggerAnswer.Kind.STARTED, 200, ""));
        assertThat(world.arrived()).hasSize(200).doesNotHaveDuplicates().startsWith("m0", "m1");
        assertThat(world.network.called()).containsExactly(ACME_HOST);
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void anEtrnThatMeetsAFlushJoinsIt() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        Trigger etrn = new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9");
        assertThat(world.engine.trigger(etrn).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        assertThat(world.engine.trigger(etrn)).isEqualTo(new TriggerAnswer(TriggerAnswer.Kind.RUNNING, 1, ""));
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one");
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
    }

    @Test
    void aPausedSiteIsLeftAlone() {
        world.mail("one", "a@acme.example");
        Messages.await(world.queue.apply(new Directive.Pause(ACME, "operator")));
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.REFUSED);
        assertThat(world.network.called()).isEmpty();
        assertThat(world.held(ACME)).hasSize(1);
    }

    @Test
    void mailThatComesDuringAFlushGoesOutInIt() {
        world.network.listen(ACME_HOST, site -> site.answer("QUIT", "221 bye"));
        world.mail("one", "a@acme.example");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        world.workers.execute(() -> world.mail("two", "a@acme.example"));
        world.workers.drain();
        assertThat(world.arrived()).containsExactlyInAnyOrder("one", "two");
    }

    @Test
    void mailThatComesWhileTheTriggerIsOpenGoesOut() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        world.clock.advance(Duration.ofMinutes(9));
        world.mail("two", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one", "two");
        world.clock.advance(Duration.ofMinutes(11));
        world.mail("three", "a@acme.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one", "two");
        assertThat(world.network.called()).hasSize(2);
    }

    @Test
    void aFlushOfOneSiteSendsNothingOfAnother() {
        world.network.listen(ACME_HOST, site -> {});
        world.network.listen(BETA_HOST, site -> {});
        world.mail("both", "a@acme.example", "b@beta.example");
        world.etrn(ACME);
        assertThat(world.network.taken())
                .singleElement()
                .satisfies(taken -> assertThat(taken.recipients()).containsExactly("a@acme.example"));
        assertThat(world.held(BETA)).hasSize(1);
        world.etrn(BETA);
        assertThat(world.network.taken()).hasSize(2);
        assertThat(world.held(BETA)).isEmpty();
    }

    @Test
    void aDeferredMessageIsCountedAndWaitsForTheNextTrigger() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "450 4.2.1 later"));
        world.start();
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.held(ACME)).singleElement().satisfies(held -> {
            assertThat(held.attempts()).isEqualTo(1);
            assertThat(held.lastReply()).isEqualTo("450 4.2.1 later");
        });
        world.clock.advance(Duration.ofDays(1));
        world.alarms.ring("retry");
        world.workers.drain();
        assertThat(world.network.called()).hasSize(1);
        world.network.listen(ACME_HOST, site -> {});
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void aSiteThatCannotBeReachedCostsNoAttemptAndIsCalledAgainWhileTheTriggerIsOpen() {
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.attempts()).isZero());
        assertThat(world.workers.delayed()).isEqualTo(1);
        world.clock.advance(Duration.ofSeconds(2));
        world.network.listen(ACME_HOST, site -> {});
        world.workers.ring();
        assertThat(world.arrived()).containsExactly("one");
        assertThat(world.network.called()).hasSize(2);
    }

    @Test
    void theLastMessageThatASessionDoesNotTakeGoesWithTheNext() {
        AtomicInteger sessions = new AtomicInteger();
        world.network.listen(ACME_HOST, site -> {
            if (sessions.getAndIncrement() == 0) {
                site.answer("RCPT TO:<b", "452 4.5.3 enough for one session");
            }
        });
        world.mail("one", "a@acme.example");
        world.mail("two", "b@acme.example");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("one", "two");
        assertThat(world.engine.flushes()).isEmpty();
    }

    @Test
    void nobodyCallsWhenTheTriggerHasLapsed() {
        world.start();
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        world.clock.advance(Duration.ofMinutes(11));
        world.workers.ring();
        world.alarms.ring("retry");
        world.mail("two", "a@acme.example");
        world.workers.drain();
        assertThat(world.network.called()).hasSize(1);
        assertThat(world.workers.delayed()).isZero();
    }

    @Test
    void aServiceThatClosesEndsTheFlushAndCostsNoAttempt() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<b", "421 4.3.2 going down"));
        world.mail("one", "a@acme.example");
        world.mail("two", "b@acme.example");
        world.mail("three", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.held(ACME))
                .extracting(Listed::attempts)
                .containsOnly(0)
                .hasSizeLessThan(3);
        world.network.listen(ACME_HOST, site -> {});
        world.workers.ring();
        assertThat(world.held(ACME)).isEmpty();
    }

    /** Outbound mail by MX: one domain's failure is not another's. */
    @Test
    void aDomainThatIsAwayDoesNotKeepAnotherWaiting() {
        world.hosts.put(DomainName.parse("dead.example"), "192.0.2.66");
        world.hosts.put(DomainName.parse("live.example"), "192.0.2.67");
        world.network.listen("192.0.2.67", site -> {});
        Recipient dead = Messages.outside("x@dead.example");
        Recipient live = Messages.outside("y@live.example");
        world.mail(Messages.envelope(world.clock.instant(), List.of(dead, live)), "both");
        world.workers.drain();
        assertThat(world.network.taken())
                .singleElement()
                .satisfies(taken -> assertThat(taken.recipients()).containsExactly("y@live.example"));
        assertThat(world.held(SiteName.OUTBOUND)).singleElement().satisfies(held -> {
            assertThat(held.attempts()).isEqualTo(1);
            assertThat(held.recipients()).hasSize(1);
        });
    }

    @Test
    void aDamagedMessageIsHeldAndTheOthersGo() {
        world.network.listen(ACME_HOST, site -> {});
        MessageId bad = world.mail("one", "a@acme.example");
        world.mail("two", "a@acme.example");
        world.memory.corrupt(bad);
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("two");
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.state()).isEqualTo(Listed.State.OPERATOR_HELD));
    }

    @Test
    void closingEndsFlushesAndLosesNothing() {
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.engine.flushes()).hasSize(1);
        world.engine.close();
        world.workers.drain();
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.attempts()).isZero());
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.REFUSED);
    }

    /** An answer that comes when the flush was just ended is a fact: the message is not sent again. */
    @Test
    void anAnswerThatComesLateIsRecorded() {
        world.network.listen(ACME_HOST, site -> {});
        world.mail("one", "a@acme.example");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        world.workers.drainUntil(() -> !world.network.taken().isEmpty());
        world.engine.close();
        world.workers.drain();
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.outcome("a@acme.example").kind()).isEqualTo(Outcome.Kind.DELIVERED);
    }

    @Test
    void aLeaseThatWasLostEndsTheFlush() {
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        world.start();
        world.mail("one", "a@acme.example");
        world.etrn(ACME);
        world.clock.advance(Duration.ofSeconds(200));
        world.alarms.ring("renew");
        world.clock.advance(Duration.ofSeconds(200));
        world.alarms.ring("renew");
        world.workers.drain();
        assertThat(world.engine.flushes()).as("renewed in time").hasSize(1);
        world.clock.advance(Duration.ofSeconds(301));
        world.alarms.ring("renew");
        world.workers.drain();
        assertThat(world.engine.flushes()).isEmpty();
    }

    @Test
    void aHollowOfferOfTlsIsPassedOver() {
        EngineWorld other = new EngineWorld("STARTTLS");
        other.network.listen(ACME_HOST, site -> site.answer("STARTTLS", "454 4.7.0 no certificate"));
        other.mail("one", "a@acme.example");
        other.etrn(ACME);
        assertThat(other.arrived()).containsExactly("one");
        assertThat(other.network.called()).hasSize(2);
        assertThat(other.network.open()).isZero();
    }

    @Test
    void aLargeMessageGoesPieceByPiece() {
        for (String keywords : List.of("PIPELINING CHUNKING", "PIPELINING", "SIZE")) {
            EngineWorld other = new EngineWorld(keywords.split(" ", -1));
            other.network.listen(ACME_HOST, site -> {});
            byte[] content = Messages.sized(64 * 20_000);
            Messages.put(other.queue, Messages.envelope(other.clock.instant(), "a@acme.example"), "large", content);
            other.mail("small", "a@acme.example");
            other.etrn(ACME);
            assertThat(other.network.taken())
                    .as(keywords)
                    .hasSize(2)
                    .anyMatch(taken -> taken.content().equals(new String(content, StandardCharsets.ISO_8859_1)));
        }
    }
}
