package org.etrngateway.delivery;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;

/**
 * Gives up what is older than its site keeps mail, and tells the senders; nothing while the clock is in doubt.
 * Thread-safe.
 */
final class Expiry {
    private static final int PAGE = 100;

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
                expire(site, cutoff);
            }
        });
    }

    private void expire(SiteName site, Instant cutoff) {
        Set<MessageId> seen = new HashSet<>();
        List<Lease> page = claim(site, cutoff);
        while (!page.isEmpty()) {
            // What cannot be given up now, the disk being full, comes back: it is left for the next sweep.
            List<Lease> first =
                    page.stream().filter(lease -> seen.add(lease.id())).toList();
            page.stream().filter(lease -> !first.contains(lease)).forEach(queue::release);
            first.forEach(this::expire);
            page = first.isEmpty() ? List.of() : claim(site, cutoff);
        }
    }

    private List<Lease> claim(SiteName site, Instant cutoff) {
        return queue.claim(site, Selection.receivedBy(cutoff), PAGE, Long.MAX_VALUE);
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
