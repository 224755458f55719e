package org.etrngateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.IpAddress;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Caller;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.delivery.TriggerAnswer;
import org.etrngateway.delivery.TriggerAnswer.Kind;
import org.etrngateway.session.Secured;
import org.etrngateway.smtp.Reply;
import org.etrngateway.transcript.Transcript;
import org.etrngateway.transcript.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each guard of ATRN: what it answers, and that no work is done behind it. */
class TurnDeskTest {
    private static final SiteName ACME = new SiteName("acme");
    private static final SiteName BRANCH = new SiteName("branch");
    private static final InetAddress CLIENT = IpAddress.parse("203.0.113.9");
    private static final InetAddress GATEWAY = IpAddress.parse("192.0.2.25");

    private final World world = new World(new Transcript("", Map.of(), List.of(), List.of(), List.of()));
    private final PolicyRules rules = world.rules();
    private final List<Trigger> turned = new ArrayList<>();
    private TriggerAnswer answer = new TriggerAnswer(Kind.STARTED, 1, "");
    private Client client = Client.at(CLIENT, GATEWAY);
    private final TurnDesk desk = new TurnDesk(
            () -> rules,
            trigger -> {
                turned.add(trigger);
                return CompletableFuture.completedFuture(answer);
            },
            new Requests(() -> rules, new ClientLimits(() -> rules, world.clock()), CLIENT),
            () -> client);

    private int ask(Set<SiteName> own, String... domains) {
        return reply(Optional.of(own), domains).code();
    }

    private Reply reply(Optional<Set<SiteName>> own, String... domains) {
        return desk.answer(own, Stream.of(domains).map(DomainName::parse).toList())
                .toCompletableFuture()
                .join();
    }

    @Test
    void whoHasNotProvedWhoHeIsHearsSoWhateverHeNames() {
        assertThat(reply(Optional.empty(), "acme.example")).isEqualTo(reply(Optional.empty(), "nowhere.example"));
        assertThat(reply(Optional.empty()).code()).isEqualTo(530);
        assertThat(turned).isEmpty();
    }

    @Test
    void domainsAreReleasedTogetherOrNotAtAll() {
        assertThat(ask(Set.of(ACME), "acme.example", "listed.example")).isEqualTo(450);
        assertThat(reply(Optional.of(Set.of(ACME)), "acme.example", "nowhere.example"))
                .as("foreign and unknown domains cannot be told apart")
                .isEqualTo(reply(Optional.of(Set.of(ACME)), "listed.example"));
        assertThat(turned).isEmpty();
        assertThat(ask(Set.of(ACME), "acme.example", "south.branch.acme.example"))
                .isEqualTo(250);
        assertThat(turned.get(0).domains())
                .contains(Set.of(DomainName.parse("acme.example"), DomainName.parse("south.branch.acme.example")));
    }

    @Test
    void withoutDomainsAllOfTheSiteIsMeantAndItsAddressIsProven() {
        assertThat(ask(Set.of(ACME))).isEqualTo(250);
        Trigger trigger = turned.get(0);
        assertThat(trigger.site()).isEqualTo(ACME);
        assertThat(trigger.domains()).isEmpty();
        assertThat(trigger.cause()).isEqualTo(Trigger.Cause.ATRN);
        assertThat(trigger.caller()).contains(new Caller(CLIENT, GATEWAY, true, false));
    }

    @Test
    void theEngineHearsWhetherTheLineIsUnderTls() {
        client = client.underTls(new Secured("TLSv1.3", "TLS_AES_128_GCM_SHA256", Optional.empty(), false));
        assertThat(ask(Set.of(ACME))).isEqualTo(250);
        assertThat(turned.get(0).caller()).contains(new Caller(CLIENT, GATEWAY, true, true));
    }

    @Test
    void oneSiteAtATimeHasTheLine() {
        Set<SiteName> both = Set.of(ACME, BRANCH);
        assertThat(ask(both)).isEqualTo(450);
        assertThat(ask(both, "acme.example", "north.branch.acme.example")).isEqualTo(450);
        assertThat(turned).isEmpty();
        assertThat(ask(both, "north.branch.acme.example")).isEqualTo(250);
    }

    @Test
    void anAccountWithoutSitesHasNothing() {
        assertThat(ask(Set.of())).isEqualTo(450);
        assertThat(turned).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"STARTED, 250", "EMPTY, 453", "RUNNING, 450", "REFUSED, 450"})
    void theEngineIsAnsweredForByTheCodesOfTheRfc(Kind kind, int code) {
        answer = new TriggerAnswer(kind, 0, "paused by the operator");
        Reply reply = reply(Optional.of(Set.of(ACME)), "acme.example");
        assertThat(reply.code()).isEqualTo(code);
        if (kind == Kind.REFUSED) {
            assertThat(reply.toString()).contains("paused by the operator");
        }
    }

    /** The limits of the world are 6 a session and 20 a minute. */
    @Test
    void requestsAreCountedAndWhoGoesOnIsSentAway() {
        for (int asked = 0; asked < 6; asked++) {
            assertThat(ask(Set.of(ACME))).isEqualTo(250);
        }
        assertThat(ask(Set.of(ACME))).isEqualTo(450);
        assertThat(ask(Set.of(ACME))).isEqualTo(421);
        assertThat(turned).hasSize(6);
    }

    @Test
    void etrnAndAtrnAreCountedTogether() {
        Requests requests = new Requests(() -> rules, new ClientLimits(() -> rules, world.clock()), CLIENT);
        EtrnDesk etrn = new EtrnDesk(() -> rules, trigger -> answer, requests, () -> Client.at(CLIENT, CLIENT));
        TurnDesk atrn = new TurnDesk(
                () -> rules,
                it -> CompletableFuture.completedFuture(answer),
                requests,
                () -> Client.at(CLIENT, CLIENT));
        for (int asked = 0; asked < 6; asked++) {
            assertThat(etrn.answer("acme.example", false).code()).isEqualTo(459);
        }
        Reply reply = atrn.answer(Optional.of(Set.of(ACME)), List.of())
                .toCompletableFuture()
                .join();
        assertThat(reply.code()).isEqualTo(450);
    }
}
