package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Recipient.Notify;
import org.junit.jupiter.api.Test;

/** Who hears that a message went to a server that sends no notices of success. */
class RelayedTest {
    private static final String FAILED = "Undelivered mail returned to sender";
    private static final String RELAYED = "Your message was passed on";
    private static final String[] NO_DSN = {"PIPELINING", "CHUNKING"};

    private static void deliver(EngineWorld world, Notify... notices) {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<b", "550 5.1.1 no such user"));
        Recipient a = new Recipient(Mailbox.parse("a@acme.example"), Set.of(notices), Optional.empty(), false);
        Recipient b = new Recipient(Mailbox.parse("b@acme.example"), Set.of(notices), Optional.empty(), false);
        world.mail(Messages.envelope(world.wall.instant(), List.of(a, b)), "one");
        world.etrn(ACME);
        assertThat(world.held(ACME)).isEmpty();
    }

    private static List<String> notices(EngineWorld world) {
        return world.held(SiteName.OUTBOUND).stream().map(Listed::subject).toList();
    }

    @Test
    void whoWantsToKnowOfSuccessIsToldAndOfFailureApart() {
        EngineWorld world = new EngineWorld(NO_DSN);
        deliver(world, Notify.SUCCESS, Notify.FAILURE);
        assertThat(notices(world)).containsExactlyInAnyOrder(RELAYED, FAILED);
    }

    @Test
    void aServerWithNoticesOfItsOwnTellsItself() {
        EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING", "DSN");
        deliver(world, Notify.SUCCESS);
        assertThat(notices(world)).isEmpty();
    }

    @Test
    void whoDidNotAskIsNotTold() {
        EngineWorld world = new EngineWorld(NO_DSN);
        deliver(world);
        assertThat(notices(world)).containsExactly(FAILED);
        EngineWorld other = new EngineWorld(NO_DSN);
        deliver(other, Notify.NEVER);
        assertThat(notices(other)).isEmpty();
    }
}
