package org.etrngateway.delivery;

import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.etrngateway.notice.Bounces;
import org.etrngateway.notice.NoticeRules;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;

/**
 * Ends messages because an operator says so: returned to their senders, or deleted without a word. His name stands in
 * the record of the outcome. Thread-safe.
 */
public final class Dismissal {
    private final Settling settling;
    private final Clock clock;

    /**
     * @param rules how notices are written; asked anew each time
     * @param workers where a notice may wait for the disk
     * @param wall whose time stands in outcomes
     */
    public Dismissal(MailQueue queue, Supplier<NoticeRules> rules, Executor workers, Clock wall) {
        this.settling = new Settling(queue, new Bounces(queue, rules, wall), workers);
        this.clock = wall;
    }

    /**
     * Deletes what is left of a unit.
     *
     * @return completes when that is durable
     */
    public CompletionStage<Void> remove(Lease lease, String by) {
        return end(lease, Outcome.Kind.REMOVED, "removed by " + by);
    }

    /**
     * Returns what is left of a unit to its sender, as if the site had refused it. Where the notice cannot be written,
     * the disk being full, the unit stays.
     *
     * @return completes when that is durable
     */
    public CompletionStage<Void> bounce(Lease lease, String by) {
        return end(lease, Outcome.Kind.FAILED, "550 5.7.1 returned by " + by);
    }

    private CompletionStage<Void> end(Lease lease, Outcome.Kind kind, String reply) {
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, kind, clock.instant(), reply))
                .toList();
        return settling.settle(lease, outcomes, clock.instant());
    }
}
