package org.etrngateway.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.delivery.EngineWorld.ACME;
import static org.etrngateway.delivery.EngineWorld.ACME_HOST;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Listed;
import org.etrngateway.queue.Messages;
import org.etrngateway.session.ModelSite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Messages that go out in parts: over several sessions, or to several domains. */
class PartsTest {
    private static final String LIVE = "192.0.2.67";

    private final EngineWorld world = new EngineWorld("PIPELINING", "CHUNKING");

    @BeforeEach
    void names() {
        world.hosts.put(DomainName.parse("dead.example"), "192.0.2.66");
        world.hosts.put(DomainName.parse("live.example"), LIVE);
    }

    @AfterEach
    void nothingIsLeftOver() {
        world.assertAtRest();
    }

    private void mailOutside(String subject, String... recipients) {
        world.mail(
                Messages.envelope(
                        world.clock.instant(),
                        List.of(recipients).stream().map(Messages::outside).toList()),
                subject);
    }

    @Test
    void recipientsBeyondTheServersLimitGoInTheNextSession() {
        world.network.listen(ACME_HOST, site -> {
            boolean first = world.network.sessions().size() == 1;
            if (first) {
                site.answer("RCPT TO:<b", "452 4.5.3 too many recipients");
            }
        });
        world.mail("one", "a@acme.example", "b@acme.example");
        world.etrn(ACME);
        assertThat(world.network.taken())
                .extracting(ModelSite.Taken::recipients)
                .containsExactly(List.of("a@acme.example"), List.of("b@acme.example"));
        assertThat(world.held(ACME)).isEmpty();
    }

    @Test
    void aServerThatAlwaysSaysTooManyIsNotAskedForEver() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<b", "452 4.5.3 too many recipients"));
        world.mail("one", "a@acme.example", "b@acme.example");
        world.etrn(ACME);
        assertThat(world.network.called()).hasSizeLessThanOrEqualTo(2);
        assertThat(world.held(ACME))
                .singleElement()
                .satisfies(held -> assertThat(held.attempts()).isEqualTo(1));
    }

    /** A part that is given back takes nothing from the other parts of its unit. */
    @Test
    void aPartForAnotherSessionLeavesTheOtherDomainsAlone() {
        world.network.listen(LIVE, site -> site.answer("RCPT TO:<b", "452 4.5.3 too many"));
        mailOutside("one", "a@live.example");
        mailOutside("two", "b@live.example", "x@dead.example");
        world.workers.drain();
        assertThat(world.arrived()).containsExactly("one");
        assertThat(world.held(SiteName.OUTBOUND)).singleElement().satisfies(held -> {
            assertThat(held.recipients()).hasSize(2);
            assertThat(held.attempts()).isEqualTo(1);
        });
    }

    @Test
    void aDomainThatRefusesIsBouncedAndTheOtherIsDelivered() {
        world.network.listen(LIVE, site -> site.answer("RCPT TO:<b", "550 5.1.1 no such user"));
        mailOutside("one", "b@live.example", "a@live.example", "x@dead.example");
        world.workers.drain();
        assertThat(world.network.taken())
                .extracting(ModelSite.Taken::recipients)
                .contains(List.of("a@live.example"));
        assertThat(world.held(SiteName.OUTBOUND))
                .filteredOn(held -> held.subject().equals("one"))
                .singleElement()
                .extracting(held -> held.recipients().size())
                .isEqualTo(1);
        assertThat(world.held(SiteName.OUTBOUND))
                .extracting(Listed::subject)
                .contains("Undelivered mail returned to sender");
    }

    /** A message that itself brings the site down does not wedge what is behind it. */
    @Test
    void aMessageThatEndsTwoSessionsInARowIsPutOff() {
        world.network.listen(ACME_HOST, site -> site.answer("RCPT TO:<b", "421 4.3.2 going down"));
        world.mail("bad", "b@acme.example");
        world.mail("good", "a@acme.example");
        world.etrn(ACME);
        for (int i = 0; i < 3; i++) {
            world.clock.advance(Duration.ofSeconds(10));
            world.workers.ring();
        }
        assertThat(world.arrived()).containsExactly("good");
        assertThat(world.held(ACME))
                .singleElement()
                .extracting(Listed::attempts)
                .isEqualTo(1);
    }
}
