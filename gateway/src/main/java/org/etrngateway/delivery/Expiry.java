package org.etrngateway.delivery;

import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;

/**
 * Gives up what is older than its site keeps mail, and tells the senders; nothing while the clock is in doubt.
 * Thread-safe.
 */
final class Expiry {
    private final MailQueue queue;
    private final Settling settling;
    private final Supplier<DeliveryRules> rules;
    private final Clocks clocks;

    Expiry(MailQueue queue, Settling settling, Supplier<DeliveryRules> rules, Clocks clocks) {
        this.queue = queue;
        this.settling = settling;
        this.rules = rules;
        this.clocks = clocks;
    }

    /** Looks at all sites; blocks on the disk where something has expired. */
    void sweep() {
        clocks.expiry().now().ifPresent(now -> {
            clocks.heartbeat().write(now);
            sweep(now.wall());
        });
    }

    private void sweep(Instant now) {
        queue.summaries().forEach((site, summary) -> {
            Instant cutoff = now.minus(rules.get().expire(site));
            if (summary.oldest().filter(oldest -> !oldest.isAfter(cutoff)).isPresent()) {
                Sweep.over(queue, site, Selection.receivedBy(cutoff), this::expire);
            }
        });
    }

    private void expire(Lease lease) {
        Instant now = clocks.steady().instant();
        String reason = "not delivered since " + lease.envelope().since();
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, Outcome.Kind.EXPIRED, now, reason))
                .toList();
        settling.settle(lease, outcomes, now).exceptionally(fault -> {
            queue.release(lease);
            return null;
        });
    }
}
