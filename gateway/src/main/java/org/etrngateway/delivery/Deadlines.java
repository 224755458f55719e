package org.etrngateway.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.etrngateway.notice.Bounces;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Selection;
import org.etrngateway.scheduler.Alarms;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what the clock is to do at the wish of senders: lets go what they held until now (RFC 4865), and gives up what is
 * late, or tells them so, once (RFC 2852). Nothing while the clock is in doubt. Thread-safe.
 */
final class Deadlines {
    private static final Logger LOG = LoggerFactory.getLogger(Deadlines.class);
    private static final Duration TICK = Duration.ofSeconds(15);

    /** Nothing outlives its expiry by more. */
    private static final Duration EXPIRY_TICK = Duration.ofMinutes(1);

    private final MailQueue queue;
    private final Settling settling;
    private final Bounces bounces;
    private final Expiry expiry;
    private final Clocks clocks;
    private final Executor workers;

    /**
     * @param workers where the disk may block
     */
    Deadlines(MailQueue queue, Settling settling, Bounces bounces, Expiry expiry, Clocks clocks, Executor workers) {
        this.queue = queue;
        this.settling = settling;
        this.bounces = bounces;
        this.expiry = expiry;
        this.clocks = clocks;
        this.workers = workers;
    }

    /** Looks again and again, and at what is too old as well. */
    void start(Alarms alarms) {
        alarms.every("expiry", EXPIRY_TICK, expiry::sweep);
        alarms.every("deadlines", TICK, this::look);
    }

    /** Looks at all that has a time; blocks on the disk where one has come. */
    void look() {
        clocks.expiry().now().ifPresent(now -> {
            queue.wake(now.wall()).exceptionally(fault -> {
                LOG.error("what its sender held cannot be let go: {}", fault.getMessage());
                return null;
            });
            queue.late(now.wall()).forEach(site -> Sweep.over(queue, site, Selection.late(now.wall()), this::late));
        });
    }

    private void late(Lease lease) {
        boolean returns =
                lease.envelope().wishes().by().filter(by -> by.returns()).isPresent();
        Instant now = clocks.steady().instant();
        String reason = "not delivered by " + lease.envelope().deadline().orElseThrow() + ", as its sender wants it";
        Outcome.Kind kind = returns ? Outcome.Kind.EXPIRED : Outcome.Kind.DEFERRED;
        List<Outcome> outcomes = lease.recipients().stream()
                .map(position -> Outcome.of(position, kind, now, reason))
                .toList();
        if (returns) {
            settling.settle(lease, outcomes, now).exceptionally(fault -> giveBack(lease, fault));
        } else {
            tell(lease, outcomes);
        }
    }

    /** He is told before it is recorded that he was: a crash between tells him twice. */
    private void tell(Lease lease, List<Outcome> late) {
        CompletableFuture.supplyAsync(() -> bounces.late(lease, late), workers)
                .thenCompose(notice -> notice)
                .thenCompose(notice -> {
                    LOG.info("id={} site={} is late notice=\"{}\"", lease.id(), lease.site(), notice);
                    return queue.tellLate(lease);
                })
                .exceptionally(fault -> giveBack(lease, fault));
    }

    private Void giveBack(Lease lease, Throwable fault) {
        LOG.error(
                "id={} site={} is late, which cannot be settled now: {}", lease.id(), lease.site(), fault.getMessage());
        queue.release(lease);
        return null;
    }
}
