package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Directive;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Senders get what they wanted when its time comes, by a clock that the test moves. */
class DeadlinesTest {
    private static final String RETURNED = "Undelivered mail returned to sender";
    private static final String LATE = "Your message is late";
    private static final String RELAYED = "Your message was passed on";

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @BeforeEach
    void start() {
        world.network.listen(ACME_HOST, site -> {});
        world.start();
    }

    private Envelope plain() {
        return Messages.envelope(world.wall.instant(), "a@acme.example");
    }

    private MessageId wanting(String by) {
        return world.mail(Messages.withBy(plain(), by), "timed");
    }

    private MessageId heldFor(Duration time) {
        return world.mail(Messages.withRelease(plain(), now().plus(time)), "held");
    }

    private Instant now() {
        return world.wall.instant();
    }

    /** Time passes, and then the clock is looked at. */
    private void pass(Duration time) {
        world.clock.advance(time);
        world.alarms.ring("deadlines");
        world.workers.drain();
    }

    private List<String> notices() {
        return world.held(SiteName.OUTBOUND).stream().map(Listed::subject).toList();
    }

    @Test
    void whatIsToComeBackComesBackWhenItIsLate() {
        wanting("3600;R");
        pass(Duration.ofSeconds(3599));
        assertThat(world.held(ACME)).hasSize(1);
        pass(Duration.ofSeconds(1));
        assertThat(world.held(ACME)).isEmpty();
        assertThat(notices()).containsExactly(RETURNED);
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
    }

    @Test
    void whatIsToBeToldOfIsToldOnceAndGoesOn() {
        wanting("3600;N");
        pass(Duration.ofHours(1));
        pass(Duration.ofSeconds(15));
        pass(Duration.ofDays(1));
        assertThat(notices()).containsExactly(LATE);
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("timed");
    }

    @Test
    void whoWantsToHearOfNoDelayIsNotTold() {
        Recipient silent =
                new Recipient(Mailbox.parse("a@acme.example"), Set.of(Notify.FAILURE), Optional.empty(), false);
        world.mail(Messages.withBy(Messages.envelope(now(), List.of(silent)), "60;N"), "silent");
        pass(Duration.ofMinutes(1));
        assertThat(notices()).isEmpty();
        assertThat(world.held(ACME)).hasSize(1);
    }

    @Test
    void nothingComesBackWhileTheClockIsInDoubt() {
        wanting("3600;R");
        world.wall.setWrong(Duration.ofDays(40));
        pass(Duration.ofSeconds(15));
        assertThat(world.held(ACME)).hasSize(1);
        pass(EngineWorld.GRACE);
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void whatCannotBeReturnedWhileTheDiskIsFullIsReturnedLater() {
        wanting("60;R");
        world.memory.become(MailQueue.Acceptance.FULL);
        pass(Duration.ofMinutes(1));
        assertThat(world.held(ACME)).hasSize(1);
        world.memory.become(MailQueue.Acceptance.OPEN);
        pass(Duration.ofSeconds(15));
        assertThat(world.held(ACME)).isEmpty();
        assertThat(notices()).hasSize(1);
    }

    @Test
    void noSiteGetsWhatIsToComeBackIfItPromisesNoTime() {
        wanting("3600;R");
        world.etrn(ACME);
        assertThat(world.arrived()).isEmpty();
        assertThat(notices()).containsExactly(RETURNED);
    }

    @Test
    void noTriggerReleasesWhatItsSenderHolds() {
        heldFor(Duration.ofHours(1));
        assertThat(world.etrn(ACME).kind()).isEqualTo(TriggerAnswer.Kind.EMPTY);
        assertThat(world.network.taken()).isEmpty();
        pass(Duration.ofHours(1));
        // The site is called only when it asks: from now on it gets the message.
        assertThat(world.arrived()).isEmpty();
        world.clock.advance(Duration.ofHours(1));
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("held");
    }

    @Test
    void aSiteThatIsCalledUnaskedGetsItAtItsTime() {
        world.rules.put(ACME, EngineWorld.retry(ACME_HOST));
        heldFor(Duration.ofHours(1));
        world.workers.drain();
        world.alarms.ring("retry");
        world.workers.drain();
        pass(Duration.ofMinutes(59));
        assertThat(world.arrived()).isEmpty();
        pass(Duration.ofMinutes(1));
        assertThat(world.arrived()).containsExactly("held");
    }

    @Test
    void theOperatorLetsItGo() {
        MessageId id = heldFor(Duration.ofHours(1));
        Messages.await(world.queue.apply(new Directive.Release(id, ACME, "op")));
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("held");
    }

    @Test
    void whatIsHeldDoesNotExpireBeforeItMayGo() {
        heldFor(Duration.ofDays(10));
        world.clock.advance(Duration.ofDays(14));
        world.alarms.ring("expiry");
        world.workers.drain();
        assertThat(world.held(ACME)).hasSize(1);
        world.clock.advance(Duration.ofDays(1));
        world.alarms.ring("expiry");
        world.workers.drain();
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void whoWantsToFollowAMessageHearsWhichWayItWent() {
        wanting("3600;NT");
        world.etrn(ACME);
        assertThat(world.arrived()).containsExactly("timed");
        assertThat(notices()).containsExactly(RELAYED);
    }
}
