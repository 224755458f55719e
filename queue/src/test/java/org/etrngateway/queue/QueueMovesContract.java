package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;
import org.junit.jupiter.api.Test;

/** What {@link MailQueue#assign} promises. */
public interface QueueMovesContract extends QueueUnderTest {
    SiteName GAMMA = new SiteName("gamma");

    /** What was acme's is gamma's. */
    Function<DomainName, Optional<SiteName>> ACME_IS_GAMMA =
            domain -> DIRECTORY.apply(domain).map(site -> site.equals(ACME) ? GAMMA : site);

    /** All sites are gamma. */
    Function<DomainName, Optional<SiteName>> ONE_SITE = domain -> Optional.of(GAMMA);

    @Test
    default void aUnitThatMovesKeepsItsTriesAndTheOperatorsWord() {
        MessageId id = accept("one", "a@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        await(queue().apply(new Directive.SetPriority(id, ACME, 7, "op")));
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        Listed before = list().get(0);
        queue().assign(ACME_IS_GAMMA, QUOTAS);
        assertThat(queue().summary(GAMMA).operatorHeld()).isEqualTo(1);
        assertThat(list()).singleElement().satisfies(after -> {
            assertThat(after.site()).isEqualTo(GAMMA);
            assertThat(after.state()).isEqualTo(Listed.State.OPERATOR_HELD);
            assertThat(after.priority()).isEqualTo(7);
            assertThat(after.attempts()).isEqualTo(1);
            assertThat(after.due()).isEqualTo(before.due());
            assertThat(after.lastReply()).isEqualTo(before.lastReply());
        });
    }

    @Test
    default void newMailGoesToTheNewSite() {
        queue().assign(ACME_IS_GAMMA, QUOTAS);
        accept("one", "a@acme.example", "b@beta.example");
        assertThat(queue().summaries()).containsOnlyKeys(BETA, GAMMA);
    }

    @Test
    default void aRunningLeaseFinishesUnderItsOldSite() {
        accept("one", "a@acme.example", "b@acme.example");
        Lease lease = claim(ACME).get(0);
        queue().assign(ACME_IS_GAMMA, QUOTAS);
        assertThat(queue().summary(ACME).inFlight()).isEqualTo(1);
        assertThat(claim(GAMMA)).isEmpty();
        assertThat(queue().renew(lease)).isTrue();
        settle(lease, Outcome.Kind.DELIVERED, 0);
        assertThat(claim(GAMMA))
                .singleElement()
                .satisfies(moved -> assertThat(moved.recipients()).containsExactly(1));
        assertThat(queue().summaries()).containsOnlyKeys(GAMMA);
    }

    @Test
    default void aFinalOutcomeCountsThoughTheUnitMovedMeanwhile() {
        accept("one", "a@acme.example", "b@acme.example");
        Lease lost = claim(ACME).get(0);
        clock().advance(Duration.ofSeconds(MailQueue.LEASE_SECONDS + 1));
        queue().assign(ACME_IS_GAMMA, QUOTAS);
        settle(lost, Outcome.Kind.DELIVERED, 0);
        assertThat(claim(GAMMA))
                .singleElement()
                .satisfies(moved -> assertThat(moved.recipients()).containsExactly(1));
        restart();
        assertThat(claim(ACME))
                .singleElement()
                .satisfies(back -> assertThat(back.recipients()).containsExactly(1));
    }

    @Test
    default void aUnitIsDividedWhereItsDomainsPart() {
        accept("one", "a@acme.example", "b@north.branch.acme.example", "c@acme.example");
        queue().assign(domain -> domain.name().equals("acme.example") ? Optional.of(GAMMA) : Optional.of(BETA), QUOTAS);
        assertThat(claim(GAMMA).get(0).recipients()).containsExactly(0, 2);
        assertThat(claim(BETA).get(0).recipients()).containsExactly(1);
        assertThat(queue().summary(ACME)).isEqualTo(SiteSummary.EMPTY);
    }

    @Test
    default void unitsOfAMessageThatMeetAreOneAndHeldIfOneWas() {
        MessageId one = accept("one", "a@acme.example", "b@beta.example");
        MessageId two = accept("two", "a@acme.example", "b@beta.example");
        await(queue().apply(new Directive.Hold(one, ACME, "op")));
        await(queue().apply(new Directive.Hold(two, BETA, "op")));
        queue().assign(ONE_SITE, QUOTAS);
        assertThat(list()).hasSize(2).allSatisfy(unit -> {
            assertThat(unit.recipients()).hasSize(2);
            assertThat(unit.state()).isEqualTo(Listed.State.OPERATOR_HELD);
        });
        assertThat(claim(GAMMA)).isEmpty();
    }

    @Test
    default void unitsOfAMessageThatMeetTakeTheBetterPriorityAndTheMoreTries() {
        MessageId id = accept("one", "a@acme.example", "b@beta.example");
        settle(claim(BETA).get(0), Outcome.Kind.DEFERRED, 1);
        await(queue().apply(new Directive.SetPriority(id, ACME, 3, "op")));
        queue().assign(ONE_SITE, QUOTAS);
        assertThat(list()).singleElement().satisfies(unit -> {
            assertThat(unit.priority()).isEqualTo(3);
            assertThat(unit.attempts()).isEqualTo(1);
            assertThat(unit.lastReply()).isEqualTo("451 later");
        });
    }

    @Test
    default void whatAnOperatorReleasedOfADividedUnitStaysReleased() {
        MessageId id = accept("one", "a@acme.example", "b@north.branch.acme.example");
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        queue().assign(domain -> domain.name().equals("acme.example") ? Optional.of(GAMMA) : Optional.of(BETA), QUOTAS);
        await(queue().apply(new Directive.Release(id, GAMMA, "op")));
        assertThat(claim(GAMMA)).hasSize(1);
        await(queue().apply(new Directive.Release(id, BETA, "op")));
        restart();
        assertThat(list())
                .singleElement()
                .satisfies(unit -> assertThat(unit.state()).isEqualTo(Listed.State.HELD));
    }

    @Test
    default void aHoldOfWhatWasLeftOfAMovedUnitOutlivesARestart() {
        MessageId id = accept("one", "a@acme.example", "b@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DELIVERED, 0);
        queue().assign(ACME_IS_GAMMA, QUOTAS);
        await(queue().apply(new Directive.Hold(id, GAMMA, "op")));
        restart();
        assertThat(list()).singleElement().satisfies(unit -> {
            assertThat(unit.site()).isEqualTo(ACME);
            assertThat(unit.state()).isEqualTo(Listed.State.OPERATOR_HELD);
        });
    }
}
