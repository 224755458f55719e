package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.address.HostAddress;
import org.etrngateway.config.Route;
import org.etrngateway.config.TlsMode;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.history.HistoryEntry;
import org.junit.jupiter.api.Test;

/** An operator sends mail of a site over another route, once. */
class RedirectTest {
    private static final String OFFICE = "192.0.2.77";

    private final EngineWorld world = new EngineWorld("PIPELINING", "8BITMIME");

    private TriggerAnswer redirect(MessageId... ids) {
        Deque<MessageId> left = new ArrayDeque<>(Arrays.asList(ids));
        Detour.Choice one = () -> left.isEmpty() ? List.of() : List.of(left.remove());
        Detour detour = new Detour(
                new Route.Fixed(new HostAddress(OFFICE, 25)),
                Optional.of(TlsMode.NONE),
                one,
                "messages over " + OFFICE);
        return world.engine.trigger(Trigger.redirected(ACME, "anna", "the line is dead", detour));
    }

    private List<String> history() {
        return world.history().stream()
                .map(entry -> entry.kind() + " " + entry.cause() + " " + entry.result() + " " + entry.why())
                .toList();
    }

    @Test
    void whatWasChosenGoesThereAndNothingElse() {
        world.network.listen(OFFICE, site -> {});
        MessageId first = world.mail("first", "a@acme.example");
        world.mail("second", "a@acme.example");
        MessageId third = world.mail("third", "a@acme.example");
        assertThat(redirect(first, third).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("first", "third");
        assertThat(world.network.called()).containsExactly(OFFICE);
        assertThat(world.held(ACME)).hasSize(1);
        assertThat(history())
                .containsExactly(
                        "ASKED REDIRECT messages over 192.0.2.77: started the line is dead",
                        "FLUSHED REDIRECT well the line is dead");
        assertThat(world.history()).noneMatch(HistoryEntry::isContact);
    }

    @Test
    void whatIsHeldAndWhatIsPausedGoesThereToo() {
        world.network.listen(OFFICE, site -> {});
        MessageId held = world.mail("held", "a@acme.example");
        Messages.await(world.queue.apply(new Directive.Hold(held, ACME, "anna")));
        Messages.await(world.queue.apply(new Directive.Pause(ACME, "anna")));
        assertThat(redirect(held).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("held");
    }

    @Test
    void whatIsRefusedForGoodThereStaysHeldHere() {
        world.network.listen(OFFICE, site -> site.answer("RCPT TO:<a@acme.example>", "550 5.7.1 we do not relay"));
        MessageId id = world.mail("one", "a@acme.example", "b@acme.example");
        redirect(id);
        world.workers.drain();
        Listed left = world.held(ACME).get(0);
        assertThat(left.recipients()).extracting(Object::toString).containsExactly("a@acme.example");
        assertThat(left.lastReply()).contains("550 5.7.1 we do not relay");
        assertThat(world.outcomes.toString()).doesNotContain("FAILED");
        // The site itself gets it when it asks.
        world.network.listen(ACME_HOST, site -> {});
        world.clock.advance(Duration.ofSeconds(1));
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void whereNobodyAnswersAllStaysAndTheSiteIsNotTakenForAway() {
        MessageId id = world.mail("one", "a@acme.example");
        redirect(id);
        world.workers.drain();
        assertThat(world.held(ACME)).singleElement().satisfies(left -> {
            assertThat(left.attempts()).isZero();
            assertThat(left.state()).isEqualTo(Listed.State.HELD);
        });
        assertThat(world.network.called()).containsOnly(OFFICE);
        world.network.listen(ACME_HOST, site -> {});
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.STARTED);
        assertThat(world.arrived()).containsExactly("one");
    }

    @Test
    void nothingIsRedirectedWhileAFlushRuns() {
        world.network.listen(ACME_HOST, site -> {});
        MessageId id = world.mail("one", "a@acme.example");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        assertThat(redirect(id).kind()).isEqualTo(TriggerAnswer.Kind.RUNNING);
        world.workers.drain();
        assertThat(world.network.called()).containsExactly(ACME_HOST);
    }

    @Test
    void aSiteThatAsksMeanwhileGetsTheRestBehindIt() {
        world.network.listen(OFFICE, site -> {});
        world.network.listen(ACME_HOST, site -> {});
        MessageId id = world.mail("one", "a@acme.example");
        world.mail("two", "a@acme.example");
        redirect(id);
        Trigger etrn = new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9");
        assertThat(world.engine.trigger(etrn).kind()).isEqualTo(TriggerAnswer.Kind.RUNNING);
        world.workers.drain();
        assertThat(world.network.called()).containsExactly(OFFICE, ACME_HOST);
        assertThat(world.arrived()).containsExactly("one", "two");
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void mailThatComesMeanwhileWaitsForItsSiteAndIsNotForgotten() {
        world.network.listen(OFFICE, site -> {});
        world.network.listen(ACME_HOST, site -> {});
        MessageId id = world.mail("one", "a@acme.example");
        world.workers.drain();
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        redirect(id);
        world.workers.execute(() -> world.mail("two", "a@acme.example"));
        world.workers.drain();
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.network.called()).containsExactly(OFFICE, ACME_HOST);
        assertThat(world.arrived()).containsExactly("one", "two");
    }

    @Test
    void whatASessionDoesNotTakeGoesWithTheNext() {
        AtomicInteger sessions = new AtomicInteger();
        world.network.listen(OFFICE, site -> {
            if (sessions.getAndIncrement() == 0) {
                site.answer("RCPT TO:<b", "452 4.5.3 enough for one session");
            }
        });
        MessageId one = world.mail("one", "a@acme.example");
        MessageId two = world.mail("two", "b@acme.example");
        redirect(one, two);
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one", "two");
        assertThat(world.engine.flushes()).isEmpty();
    }
}
