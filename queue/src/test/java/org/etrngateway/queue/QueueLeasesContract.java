package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the queue promises to whom it lends a unit, and of a lease that was lost. */
public interface QueueLeasesContract extends QueueUnderTest {
    @Test
    default void aLeasedUnitIsNotClaimedAndCountsAsInFlight() {
        accept("one", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        assertThat(claim(ACME)).isEmpty();
        assertThat(queue().summary(ACME).inFlight()).isEqualTo(1);
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
        queue().release(lease);
        assertThat(queue().summary(ACME).inFlight()).isZero();
        assertThat(claim(ACME)).singleElement().satisfies(again -> {
            assertThat(again.attempts()).isZero();
            assertThat(again.epoch()).isNotEqualTo(lease.epoch());
        });
    }

    @Test
    default void aLeaseThatIsNotRenewedIsLost() {
        accept("one", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        clock().advance(Duration.ofSeconds(MailQueue.LEASE_SECONDS - 1));
        assertThat(queue().renew(lease)).isTrue();
        clock().advance(Duration.ofSeconds(MailQueue.LEASE_SECONDS - 1));
        assertThat(claim(ACME)).isEmpty();
        clock().advance(Duration.ofSeconds(2));
        assertThat(claim(ACME)).hasSize(1);
        assertThat(queue().renew(lease)).isFalse();
    }

    @Test
    default void underALostLeaseAFinalOutcomeCountsAndADeferralDoesNot() {
        accept("one", "a@acme.example", "b@acme.example");
        Lease lost = claim(ACME).get(0);
        clock().advance(Duration.ofSeconds(MailQueue.LEASE_SECONDS + 1));
        queue().release(claim(ACME).get(0));
        await(queue().settle(
                        lost,
                        List.of(
                                Outcome.of(0, Outcome.Kind.DELIVERED, now(), "250 ok"),
                                Outcome.of(1, Outcome.Kind.DEFERRED, now(), "451 later")),
                        now().plusSeconds(9)));
        assertThat(claim(ACME)).singleElement().satisfies(lease -> {
            assertThat(lease.recipients()).containsExactly(1);
            assertThat(lease.attempts()).isZero();
        });
    }

    @Test
    default void aDeferralCountsAnAttemptAndKeepsTheReply() {
        accept("one", "a@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        assertThat(queue().list(new Listing(Optional.of(ACME), Optional.empty(), 10)))
                .singleElement()
                .satisfies(unit -> {
                    assertThat(unit.attempts()).isEqualTo(1);
                    assertThat(unit.lastReply()).isEqualTo("451 later");
                    assertThat(unit.due()).contains(now().plusSeconds(60));
                });
    }

    @Test
    default void aRecipientIsNeverClaimedAgainBehindItsFinalOutcome() {
        accept("three", "a@acme.example", "b@acme.example", "c@acme.example");
        Lease lease = claim(ACME).get(0);
        settle(lease, Outcome.Kind.DELIVERED, 1);
        restart();
        assertThat(claim(ACME).get(0).recipients()).containsExactly(0, 2);
    }
}
