package org.etrngateway.delivery;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;

/** Gives up what is older than its site keeps mail, and tells the senders. Thread-safe. */
final class Expiry {
    private static final int PAGE = 100;

    private final MailQueue queue;
    private final Settling settling;
    private final Supplier<DeliveryRules> rules;
    private final Clock clock;

    Expiry(MailQueue queue, Settling settling, Supplier<DeliveryRules> rules, Clock clock) {
        this.queue = queue;
        this.settling = settling;
        this.rules = rules;
        this.clock = clock;
    }

    /** Looks at all sites; blocks on the disk where something has expired. */
    void sweep() {
        Instant now = clock.instant();
        queue.summaries().forEach((site, summary) -> {
            Instant cutoff = now.minus(rules.get().expire(site));
            if (summary.oldest().filter(oldest -> !oldest.isAfter(cutoff)).isPresent()) {
                expire(site, cutoff);
            }
        });
    }

    private void expire(SiteName site, Instant cutoff) {
        List<Lease> page = queue.claim(site, Selection.receivedBy(cutoff), PAGE, Long.MAX_VALUE);
        while (!page.isEmpty()) {
            page.forEach(this::expire);
            page = queue.claim(site, Selection.receivedBy(cutoff), PAGE, Long.MAX_VALUE);
        }
    }

    private void expire(Lease lease) {
        Instant now = clock.instant();
        String reason = "not delivered since " + lease.envelope().received();
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, Outcome.Kind.EXPIRED, now, reason))
                .toList();
        settling.settle(lease, outcomes, now).exceptionally(fault -> {
            queue.release(lease);
            return null;
        });
    }
}
