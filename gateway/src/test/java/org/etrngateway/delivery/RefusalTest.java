package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of a recipient that the server refuses for good: a bounce, where one is due. */
class RefusalTest {
    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "DSN");

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    @Test
    void aRefusedRecipientIsBouncedOnceAndTheNoticeIsDurableFirst() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<b", "550 5.1.1 no such user"));
        world.mail("one", "a@acme.example", "b@acme.example");
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.ETRN, "192.0.2.9"));
        world.memory.holdCommits();
        world.workers.drain();
        assertThat(world.memory.heldBack()).isEqualTo(1);
        assertThat(world.outcomes).as("recorded before the notice was durable").isEmpty();
        world.memory.completeHeld();
        world.workers.drain();
        List<Listed> notices = world.held(SiteName.OUTBOUND);
        assertThat(notices).singleElement().satisfies(notice -> {
            assertThat(notice.sender().mailbox()).isEmpty();
            assertThat(notice.subject()).isEqualTo("Undelivered mail returned to sender");
        });
        assertThat(world.outcome("a@acme.example").kind()).isEqualTo(Outcome.Kind.DELIVERED);
        assertThat(world.outcome("b@acme.example").kind()).isEqualTo(Outcome.Kind.FAILED);
        assertThat(world.outcome("b@acme.example").reply()).isEqualTo("550 5.1.1 no such user");
        assertThat(world.outcome("b@acme.example").notice())
                .isEqualTo(notices.get(0).id().toString());
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void noNoticeGoesToTheNullSenderNorWhereNoneIsWanted() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "550 5.1.1 no such user"));
        world.mail(Messages.asNotice(Messages.envelope(world.clock.instant(), "a@acme.example")), "one");
        Recipient never = new Recipient(
                Messages.to("b@acme.example").address(), Set.of(Recipient.Notify.NEVER), Optional.empty(), false);
        world.mail(Messages.envelope(world.clock.instant(), List.of(never)), "two");
        world.etrn(ACME);
        assertThat(world.held(SiteName.OUTBOUND)).isEmpty();
        assertThat(world.outcome("a@acme.example").notice()).isEqualTo("none: the sender is null");
        assertThat(world.outcome("b@acme.example").notice()).isEqualTo("none: NOTIFY does not ask for it");
    }

    @Test
    void withoutRoomForTheNoticeTheRecipientStays() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT", "550 5.1.1 no such user"));
        world.mail("one", "a@acme.example");
        world.memory.become(MailQueue.Acceptance.FULL);
        world.etrn(ACME);
        assertThat(world.held(ACME)).hasSize(1);
        world.memory.become(MailQueue.Acceptance.OPEN);
        world.clock.advance(Duration.ofSeconds(1));
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
        assertThat(world.held(SiteName.OUTBOUND)).hasSize(1);
    }
}
