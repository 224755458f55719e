package org.etrngateway.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.etrngateway.queue.Messages.await;
import static org.etrngateway.queue.Messages.envelope;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** The fixture keeps the contract that it stands in for. */
class MemoryQueueTest implements MailQueueContract {
    private final MutableClock clock = new MutableClock();
    private final MemoryQueue queue = new MemoryQueue(DIRECTORY, QUOTAS, clock);

    @Override
    public MailQueue queue() {
        return queue;
    }

    @Override
    public MutableClock clock() {
        return clock;
    }

    @Override
    public void restart() {
        // It has no store: all that ends is the leases.
        queue.endLeases();
        queue.assign(DIRECTORY, QUOTAS);
    }

    @Test
    void keepsACommitBackUntilTheTestLetsItGo() {
        queue.holdCommits();
        CompletionStage<Void> commit =
                queue.draft(envelope(now(), "a@acme.example"), List.of()).commit("");
        assertThat(commit.toCompletableFuture()).isNotDone();
        assertThat(queue.summary(ACME).messages()).isZero();
        assertThat(queue.heldBack()).isEqualTo(1);
        queue.completeHeld();
        assertThat(commit.toCompletableFuture()).isCompleted();
        assertThat(queue.summary(ACME).messages()).isEqualTo(1);
    }

    @Test
    void takesNoMailWhileTheDiskIsFullButRecordsOutcomes() {
        accept("one", "a@acme.example");
        queue.become(MailQueue.Acceptance.FULL);
        MailQueue.Reservation room = queue.reserve(BETA, 10_000).orElseThrow();
        Draft draft = queue.draft(envelope(now(), "b@beta.example"), List.of(room));
        assertThatThrownBy(() -> await(draft.commit("")))
                .isInstanceOfSatisfying(
                        QueueException.class, e -> assertThat(e.reason()).isEqualTo(QueueException.Reason.FULL));
        assertThat(queue.reserve(BETA, 10_000)).isPresent();
        settle(claim(ACME).get(0), Outcome.Kind.DELIVERED, 0);
        assertThat(queue.summary(ACME).messages()).isZero();
        queue.become(MailQueue.Acceptance.OPEN);
        accept("two", "a@acme.example");
    }

    @Test
    void promisesNothingOnceItHasFailed() {
        accept("one", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.become(MailQueue.Acceptance.FAILED);
        assertThatThrownBy(() -> settle(lease, Outcome.Kind.DELIVERED, 0)).isInstanceOf(QueueException.class);
        assertThatThrownBy(() -> accept("two", "a@acme.example")).isInstanceOf(QueueException.class);
    }

    @Test
    void doesNotOpenASpoiledMessage() {
        MessageId id = accept("one", "a@acme.example");
        Lease lease = claim(ACME).get(0);
        queue.corrupt(id);
        assertThatThrownBy(() -> queue.content(lease)).isInstanceOf(IOException.class);
    }
}
