package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.envelope;
import static org.etrngateway.queue.Messages.put;
import static org.etrngateway.queue.Messages.sized;
import static org.etrngateway.queue.Messages.text;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.etrngateway.address.DomainName;
import org.junit.jupiter.api.Test;

/** Which units a claim gets, and in what order. */
public interface QueueSelectionsContract extends QueueUnderTest {
    @Test
    default void aFlushMeetsNoUnitTwice() {
        accept("one", "a@acme.example");
        Instant flush = now();
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        assertThat(queue().claim(ACME, Selection.released(flush), 10, 1_000_000))
                .isEmpty();
        clock().advance(Duration.ofSeconds(1));
        assertThat(queue().claim(ACME, Selection.released(now()), 10, 1_000_000))
                .hasSize(1);
    }

    @Test
    default void theScheduleClaimsWhatIsDueAndWhatWasNeverTried() {
        MessageId tried = accept("tried", "a@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        assertThat(queue().due(now())).isEmpty();
        MessageId fresh = accept("fresh", "a@acme.example");
        List<Lease> first = queue().claim(ACME, Selection.due(now()), 10, 1_000_000);
        assertThat(first).extracting(Lease::id).containsExactly(fresh);
        first.forEach(queue()::release);
        clock().advance(Duration.ofSeconds(61));
        assertThat(queue().due(now())).containsExactly(ACME);
        assertThat(queue().claim(ACME, Selection.due(now()), 10, 1_000_000))
                .extracting(Lease::id)
                .containsExactlyInAnyOrder(tried, fresh);
    }

    @Test
    default void aScopeOfDomainsLeavesOtherRecipientsAlone() {
        accept("both", "a@acme.example", "b@north.branch.acme.example");
        accept("other", "c@acme.example");
        Selection north =
                Selection.released(now().plusNanos(1)).within(Set.of(DomainName.parse("north.branch.acme.example")));
        assertThat(queue().claim(ACME, north, 10, 1_000_000))
                .singleElement()
                .satisfies(lease -> assertThat(lease.recipients()).containsExactly(1));
    }

    @Test
    default void higherPriorityComesFirstThenAge() {
        MessageId old = accept("old", "a@acme.example");
        clock().advance(Duration.ofSeconds(1));
        MessageId urgent = put(queue(), Messages.withPriority(envelope(now(), "a@acme.example"), 4), "", text("", ""));
        MessageId late = put(queue(), Messages.withPriority(envelope(now(), "a@acme.example"), -4), "", text("", ""));
        clock().advance(Duration.ofSeconds(1));
        MessageId young = accept("young", "a@acme.example");
        assertThat(ids(ACME)).containsExactly(urgent, old, young, late);
        restart();
        assertThat(ids(ACME)).containsExactly(urgent, old, young, late);
    }

    @Test
    default void smallerOnesComeFirstWhereItIsAskedButNotBeforeTheUrgent() {
        MessageId huge = put(queue(), envelope(now(), "a@acme.example"), "", sized(300_000));
        clock().advance(Duration.ofSeconds(1));
        MessageId large = put(queue(), envelope(now(), "a@acme.example"), "", sized(17_000));
        MessageId small = put(queue(), envelope(now(), "a@acme.example"), "", sized(16_000));
        clock().advance(Duration.ofSeconds(1));
        MessageId smaller = put(queue(), envelope(now(), "a@acme.example"), "", sized(1_000));
        MessageId urgent =
                put(queue(), Messages.withPriority(envelope(now(), "a@acme.example"), 4), "", sized(100_000));
        assertThat(smallFirst()).containsExactly(urgent, small, smaller, large, huge);
        restart();
        assertThat(smallFirst()).containsExactly(urgent, small, smaller, large, huge);
        assertThat(ids(ACME)).containsExactly(urgent, huge, large, small, smaller);
    }

    /** They are looked for behind what is leased already. */
    @Test
    default void aLargeOneAtTheHeadIsPassedOverForAllThatIsSmallWithinTheLookAhead() {
        MessageId large = put(queue(), envelope(now(), "a@acme.example"), "", sized(300_000));
        for (int i = 1; i < MailQueue.LOOK_AHEAD; i++) {
            accept("small", "a@acme.example");
        }
        Selection selection = Selection.released(now().plusNanos(1)).smallerFirst();
        List<Lease> claimed = new ArrayList<>();
        while (claimed.size() < MailQueue.LOOK_AHEAD) {
            claimed.addAll(queue().claim(ACME, selection, 50, 100_000));
        }
        assertThat(claimed).last().extracting(Lease::id).isEqualTo(large);
    }

    @Test
    default void onlyUnitsUpToASizeAreClaimedWhereItIsAsked() {
        put(queue(), envelope(now(), "a@acme.example"), "", sized(1_001));
        MessageId fitting = put(queue(), envelope(now(), "a@acme.example"), "", sized(1_000));
        Selection upTo = Selection.released(now().plusNanos(1)).notLargerThan(1_000);
        assertThat(queue().claim(ACME, upTo, 10, Long.MAX_VALUE))
                .extracting(Lease::id)
                .containsExactly(fitting);
        restart();
        assertThat(queue().claim(ACME, upTo, 10, Long.MAX_VALUE))
                .extracting(Lease::id)
                .containsExactly(fitting);
    }

    @Test
    default void aPageEndsByCountAndByOctetsButIsNeverEmpty() {
        for (int i = 0; i < 5; i++) {
            put(queue(), envelope(now(), "a@acme.example"), "", sized(1000));
        }
        Selection all = Selection.released(now().plusNanos(1));
        assertThat(queue().claim(ACME, all, 2, Long.MAX_VALUE)).hasSize(2);
        assertThat(queue().claim(ACME, all, 100, 1)).hasSize(1);
        assertThat(queue().claim(ACME, all, 100, 1999)).hasSize(1);
        assertThat(queue().claim(ACME, all, 100, Long.MAX_VALUE)).hasSize(1);
    }

    @Test
    default void expirySelectsByAgeWhateverTheDueTime() {
        accept("old", "a@acme.example");
        settle(claim(ACME).get(0), Outcome.Kind.DEFERRED, 0);
        Instant cutoff = now();
        clock().advance(Duration.ofDays(1));
        accept("young", "a@acme.example");
        assertThat(queue().claim(ACME, Selection.receivedBy(cutoff), 10, 1_000_000))
                .hasSize(1);
        assertThat(queue().summary(ACME).oldest())
                .hasValueSatisfying(at -> assertThat(at).isBeforeOrEqualTo(cutoff));
    }

    @Test
    default void aStretchOfTimeSelectsWhatCameInIt() {
        accept("old", "a@acme.example");
        Instant after = now();
        clock().advance(Duration.ofHours(1));
        MessageId id = accept("between", "a@acme.example");
        Instant by = now();
        clock().advance(Duration.ofHours(1));
        accept("young", "a@acme.example");
        restart();
        assertThat(queue().claim(ACME, Selection.receivedBetween(after, by), 10, 1_000_000))
                .extracting(Lease::id)
                .containsExactly(id);
    }

    private List<MessageId> smallFirst() {
        List<Lease> leases =
                queue().claim(ACME, Selection.released(now().plusNanos(1)).smallerFirst(), 100, Long.MAX_VALUE);
        leases.forEach(queue()::release);
        return leases.stream().map(Lease::id).toList();
    }
}
