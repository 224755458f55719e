package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.etrngateway.queue.Messages.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the queue promises an operator. */
public interface QueueOrdersContract extends QueueUnderTest {
    @Test
    default void whatAnOperatorHoldsIsNotClaimedButExpires() {
        MessageId id = accept("one", "a@acme.example");
        await(queue().apply(new Directive.Hold(id, ACME, "op")));
        restart();
        assertThat(claim(ACME)).isEmpty();
        assertThat(queue().summary(ACME).operatorHeld()).isEqualTo(1);
        List<Lease> expired = queue().claim(ACME, Selection.receivedBy(now()), 10, 1_000_000);
        assertThat(expired).hasSize(1);
        expired.forEach(queue()::release);
        await(queue().apply(new Directive.Release(id, ACME, "op")));
        restart();
        assertThat(claim(ACME)).extracting(Lease::id).containsExactly(id);
    }

    @Test
    default void aPausedSiteStaysPausedAndTakesMail() {
        await(queue().apply(new Directive.Pause(ACME, "op")));
        accept("one", "a@acme.example");
        restart();
        assertThat(queue().summary(ACME).paused()).isTrue();
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
        await(queue().apply(new Directive.Resume(ACME, "op")));
        restart();
        assertThat(queue().summary(ACME).paused()).isFalse();
    }

    @Test
    default void anOperatorsPriorityCounts() {
        MessageId first = accept("first", "a@acme.example");
        MessageId second = accept("second", "a@acme.example");
        await(queue().apply(new Directive.SetPriority(second, ACME, 9, "op")));
        restart();
        assertThat(claim(ACME)).extracting(Lease::id).containsExactly(second, first);
    }

    @Test
    default void aListIsByIdWhateverThePriorities() {
        List<MessageId> ids = new ArrayList<>();
        for (String subject : List.of("one", "two", "three", "four")) {
            accept(subject, "b@beta.example");
            ids.add(accept(subject, "a@acme.example"));
        }
        await(queue().apply(new Directive.SetPriority(ids.get(1), ACME, -9, "op")));
        await(queue().apply(new Directive.SetPriority(ids.get(2), ACME, 9, "op")));
        restart();
        List<MessageId> listed = new ArrayList<>();
        Optional<MessageId> after = Optional.empty();
        List<Listed> page = queue().list(new Listing(Optional.of(ACME), after, 3));
        while (!page.isEmpty()) {
            page.forEach(unit -> listed.add(unit.id()));
            after = Optional.of(page.get(page.size() - 1).id());
            page = queue().list(new Listing(Optional.of(ACME), after, 3));
        }
        assertThat(listed).isEqualTo(ids);
    }

    @Test
    default void anOperatorTakesOneUnitEvenWhereItIsHeldBack() {
        MessageId id = accept("one", "a@acme.example", "b@beta.example");
        accept("other", "a@acme.example");
        await(queue().apply(new Directive.Hold(id, ACME, "anna")));
        restart();
        Lease seen = queue().look(ACME, id).orElseThrow();
        Lease lease = queue().claim(ACME, id).orElseThrow();
        assertThat(lease.recipients()).isEqualTo(seen.recipients()).containsExactly(0);
        assertThat(queue().claim(ACME, id)).isEmpty();
        settle(lease, Outcome.Kind.REMOVED, 0);
        assertThat(queue().claim(ACME, id)).isEmpty();
        assertThat(queue().look(ACME, id)).isEmpty();
        assertThat(queue().summary(ACME).messages()).isEqualTo(1);
        assertThat(queue().summary(ACME).operatorHeld()).isZero();
        assertThat(claim(BETA)).hasSize(1);
    }

    @Test
    default void aLookIsNoLease() {
        MessageId id = accept("one", "a@acme.example");
        assertThat(queue().look(ACME, id)).isPresent();
        assertThat(queue().look(BETA, id)).isEmpty();
        assertThat(claim(ACME)).hasSize(1);
        assertThat(queue().look(ACME, id)).isPresent();
    }
}
