package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.config.FlushConfig;
import org.etrngateway.config.OversizeConfig;
import org.etrngateway.config.OversizeConfig.Action;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Recipient;
import org.junit.jupiter.api.Test;

/** Large messages: held for an operator with word to their senders, and sent last and alone when he lets them go. */
class OversizeTest {
    private static final long ABOVE = 5_000;
    private static final int LARGE = 6_000;

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "SIZE");

    private void hold(boolean notify) {
        FlushConfig was = FlushConfig.STANDARD;
        OversizeConfig large = new OversizeConfig(ABOVE, Action.HOLD, notify);
        world.flush(ACME, new FlushConfig(was.from(), was.order(), was.sessions(), was.budget(), Optional.of(large)));
        world.memory.assign(EngineWorld::site, Map.of(ACME, new QuotaLimit(0, 0, ABOVE)));
    }

    private MessageId large(String subject) {
        return world.mail(subject, LARGE, "a@acme.example");
    }

    private void release(MessageId id) {
        Messages.await(world.queue.apply(new Directive.Release(id, ACME, "operator")));
        world.engine.trigger(new Trigger(ACME, Optional.empty(), Trigger.Cause.RELEASE, "operator"));
        world.workers.drain();
    }

    @Test
    void aLargeMessageWaitsForTheOperatorAndThenForItsSite() {
        hold(false);
        world.network.listen(ACME_HOST, site -> {});
        MessageId id = large("large");
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
        assertThat(world.held(ACME)).extracting(Listed::state).containsExactly(Listed.State.OPERATOR_HELD);
        world.clock.advance(EngineWorld.LIFETIME.plusSeconds(1));
        release(id);
        assertThat(world.network.called()).isEmpty();
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("large");
    }

    @Test
    void whileTheTriggerIsOpenItGoesWhenItIsReleased() {
        hold(false);
        world.network.listen(ACME_HOST, site -> {});
        MessageId id = large("large");
        world.mail("small", "a@acme.example");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("small");
        release(id);
        assertThat(world.arrived()).containsExactly("small", "large");
    }

    @Test
    void releasedOnesGoBehindAllOthers() {
        hold(false);
        world.network.listen(ACME_HOST, site -> {});
        release(large("large"));
        release(large("larger"));
        for (int i = 0; i < 200; i++) {
            world.mail("small", "a@acme.example");
        }
        world.etrn(ACME);
        assertThat(world.arrived()).hasSize(202).endsWith("large", "larger");
    }

    /** While a message before it is unanswered, it is not begun; and none is begun while it is on its way. */
    @Test
    void aLargeOneIsAloneOnTheLine() {
        hold(false);
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        release(large("large"));
        release(large("larger"));
        world.etrn(ACME);
        assertThat(mails()).hasSize(1);
        world.engine.close();
        world.workers.drain();
    }

    @Test
    void aLargeOneIsNotBegunWhileAnotherMessageIsUnanswered() {
        hold(false);
        world.network.listen(ACME_HOST, site -> site.answer("END", ""));
        release(large("large"));
        world.mail("small", "a@acme.example");
        world.mail("small", "a@acme.example");
        world.etrn(ACME);
        assertThat(mails()).hasSize(2).noneMatch(mail -> mail.matches(".*SIZE=6\\d\\d\\d.*"));
        world.engine.close();
        world.workers.drain();
    }

    private List<String> mails() {
        return world.network.sessions().get(0).commands().stream()
                .filter(command -> command.startsWith("MAIL"))
                .toList();
    }

    @Test
    void theSenderIsToldThatItIsHeld() {
        hold(true);
        large("large");
        world.workers.drain();
        assertThat(world.held(SiteName.OUTBOUND)).singleElement().satisfies(notice -> {
            assertThat(notice.sender().mailbox()).isEmpty();
            assertThat(notice.subject()).isEqualTo("Your message is held: it is large");
            assertThat(notice.firstRecipient()).hasToString("alice@sender.example");
        });
    }

    @Test
    void nobodyIsToldWhoMustNotBe() {
        hold(true);
        Envelope envelope = Messages.envelope(world.wall.instant(), "a@acme.example");
        world.mail(Messages.withNullSender(envelope, Envelope.Origin.RECEIVED), "from nobody", LARGE);
        Recipient failureOnly = new Recipient(
                Messages.to("a@acme.example").address(), Set.of(Recipient.Notify.FAILURE), Optional.empty(), false);
        world.mail(Messages.envelope(world.wall.instant(), List.of(failureOnly)), "no delay", LARGE);
        world.workers.drain();
        assertThat(world.queue.summary(ACME).operatorHeld()).isEqualTo(2);
        assertThat(world.held(SiteName.OUTBOUND)).isEmpty();
        hold(false);
        large("large");
        world.workers.drain();
        assertThat(world.held(SiteName.OUTBOUND)).isEmpty();
    }
}
