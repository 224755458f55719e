package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.text;
import static org.etrngateway.queue.Messages.withBy;
import static org.etrngateway.queue.Messages.withRelease;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.junit.jupiter.api.Test;

/** What {@link MailQueue} promises of messages whose senders named a time. */
interface WishesContract extends QueueUnderTest {
    private MessageId sleeping(Instant until, String... recipients) {
        return put(queue(), withRelease(envelope(now(), recipients), until), "", text("", ""));
    }

    private List<Lease> released() {
        return queue().claim(ACME, Selection.released(now()), 10, 1_000_000);
    }

    private Listed shown(MessageId id) {
        return Messages.listed(queue(), 10).stream()
                .filter(listed -> listed.id().equals(id))
                .findFirst()
                .orElseThrow();
    }

    @Test
    default void whatItsSenderHoldsIsClaimedByNobodyBeforeItsTime() {
        List<SiteName> told = new ArrayList<>();
        queue().onArrival(told::add);
        Instant until = now().plusSeconds(3600);
        MessageId id = sleeping(until, "a@acme.example");
        assertThat(told).isEmpty();
        for (int again = 0; again < 2; again++) {
            assertThat(released()).isEmpty();
            assertThat(queue().claim(ACME, Selection.due(now()), 10, 1_000_000)).isEmpty();
            assertThat(queue().due(now())).isEmpty();
            assertThat(queue().summary(ACME).messages()).isEqualTo(1);
            assertThat(queue().summary(ACME).operatorHeld()).isEqualTo(1);
            assertThat(shown(id).state()).isEqualTo(Listed.State.ASLEEP);
            assertThat(shown(id).until()).contains(until);
            await(queue().wake(until.minusNanos(1)));
            restart();
        }
    }

    @Test
    default void itGoesWhenItsTimeHasCome() {
        Instant until = now().plusSeconds(3600);
        MessageId id = sleeping(until, "a@acme.example");
        restart();
        List<SiteName> told = new ArrayList<>();
        queue().onArrival(told::add);
        await(queue().wake(until));
        assertThat(told).containsExactly(ACME);
        await(queue().wake(until.plusSeconds(9)));
        assertThat(told).hasSize(1);
        restart();
        assertThat(shown(id).state()).isEqualTo(Listed.State.HELD);
        assertThat(queue().summary(ACME).operatorHeld()).isZero();
        assertThat(released()).extracting(Lease::id).containsExactly(id);
    }

    @Test
    default void anOperatorLetsItGoEarlier() {
        MessageId id = sleeping(now().plusSeconds(3600), "a@acme.example");
        await(queue().apply(new Directive.Release(id, ACME, "op")));
        restart();
        assertThat(released()).extracting(Lease::id).containsExactly(id);
    }

    @Test
    default void anOperatorsHoldOutlastsItsTime() {
        Instant until = now().plusSeconds(3600);
        MessageId id = sleeping(until, "a@acme.example");
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        restart();
        await(queue().wake(until));
        assertThat(released()).isEmpty();
        assertThat(shown(id).state()).isEqualTo(Listed.State.OPERATOR_HELD);
    }

    @Test
    default void itsPriorityMayChangeWhileItIsHeld() {
        Instant until = now().plusSeconds(3600);
        MessageId id = sleeping(until, "a@acme.example");
        await(queue().apply(new Directive.SetPriority(id, ACME, 5, "op")));
        restart();
        assertThat(released()).isEmpty();
        await(queue().wake(until));
        assertThat(shown(id).priority()).isEqualTo(5);
        assertThat(released()).hasSize(1);
    }

    @Test
    default void aPriorityMayComeWithTheContent() {
        Draft draft = queue().draft(envelope(now(), "a@acme.example"), List.of());
        Messages.append(draft, text("", ""));
        draft.prioritise(3);
        await(draft.commit(""));
        restart();
        assertThat(shown(draft.id()).priority()).isEqualTo(3);
        assertThat(claim(ACME).get(0).envelope().wishes().priority()).hasValue(3);
    }

    @Test
    default void itsAgeCountsFromItsTime() {
        Instant until = now().plusSeconds(3600);
        sleeping(until, "a@acme.example");
        restart();
        assertThat(queue().summary(ACME).oldest()).contains(until);
        assertThat(queue().claim(ACME, Selection.receivedBy(until.minusNanos(1)), 10, 1_000_000))
                .isEmpty();
        assertThat(queue().claim(ACME, Selection.receivedBy(until), 10, 1_000_000))
                .hasSize(1);
    }

    @Test
    default void itSleepsOnWhenItsSiteChanges() {
        Instant until = now().plusSeconds(3600);
        MessageId id = sleeping(until, "a@acme.example", "b@beta.example");
        queue().assign(domain -> Optional.of(ACME), Map.<SiteName, QuotaLimit>of());
        assertThat(released()).isEmpty();
        await(queue().wake(until));
        assertThat(released()).hasSize(1).allSatisfy(lease -> {
            assertThat(lease.id()).isEqualTo(id);
            assertThat(lease.recipients()).containsExactly(0, 1);
        });
    }

    @Test
    default void whatIsLateIsFoundUntilItsSenderKnows() {
        MessageId id =
                put(queue(), withBy(envelope(now(), "a@acme.example", "b@beta.example"), "60;N"), "", text("", ""));
        put(queue(), envelope(now(), "a@acme.example"), "", text("", ""));
        restart();
        Instant end = now().plusSeconds(60);
        assertThat(queue().late(end.minusNanos(1))).isEmpty();
        assertThat(queue().late(end)).containsExactlyInAnyOrder(ACME, BETA);
        assertThat(queue().claim(ACME, Selection.late(end.minusNanos(1)), 10, 1_000_000))
                .isEmpty();
        List<Lease> late = queue().claim(ACME, Selection.late(end), 10, 1_000_000);
        assertThat(late).extracting(Lease::id).containsExactly(id);
        await(queue().tellLate(late.get(0)));
        for (int again = 0; again < 2; again++) {
            assertThat(queue().late(end)).containsExactly(BETA);
            assertThat(queue().claim(ACME, Selection.late(end), 10, 1_000_000)).isEmpty();
            restart();
        }
        assertThat(released()).hasSize(2);
    }

    @Test
    default void whatWasLateBeforeItCameIsNotToldOfAgain() {
        MessageId id = put(queue(), withBy(envelope(now(), "a@acme.example"), "-5;N"), "", text("", ""));
        restart();
        assertThat(queue().late(now().plusSeconds(60))).isEmpty();
        assertThat(claim(ACME)).extracting(Lease::id).containsExactly(id);
    }

    @Test
    default void whatAnOperatorHoldsIsLateLikeOtherMail() {
        MessageId id = put(queue(), withBy(envelope(now(), "a@acme.example"), "60;R"), "", text("", ""));
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        assertThat(queue().late(now().plusSeconds(60))).containsExactly(ACME);
        assertThat(queue().claim(ACME, Selection.late(now().plusSeconds(60)), 10, 1_000_000))
                .hasSize(1);
    }

    @Test
    default void theTimeToDeliverByBeginsWhenItMayGo() {
        Instant until = now().plusSeconds(3600);
        Envelope envelope = withBy(withRelease(envelope(now(), "a@acme.example"), until), "60;R");
        put(queue(), envelope, "", text("", ""));
        restart();
        Instant end = until.plusSeconds(60);
        await(queue().wake(until));
        assertThat(queue().late(end.minusNanos(1))).isEmpty();
        assertThat(queue().late(end)).containsExactly(ACME);
    }

    @Test
    default void whatIsUnderALeaseIsNotLateYet() {
        put(queue(), withBy(envelope(now(), "a@acme.example"), "60;R"), "", text("", ""));
        Lease lease = released().get(0);
        assertThat(queue().late(now().plusSeconds(60))).isEmpty();
        queue().release(lease);
        assertThat(queue().late(now().plusSeconds(60))).containsExactly(ACME);
    }
}
