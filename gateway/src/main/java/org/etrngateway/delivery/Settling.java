package org.etrngateway.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records outcomes. A recipient that failed or expired is settled only when the notice to its sender is
 * durable: a notice may come twice after a crash, but none is lost. Thread-safe.
 */
final class Settling {
    private static final Logger LOG = LoggerFactory.getLogger(Settling.class);

    private final MailQueue queue;
    private final Bounces bounces;
    private final Executor workers;

    Settling(MailQueue queue, Bounces bounces, Executor workers) {
        this.queue = queue;
        this.bounces = bounces;
        this.workers = workers;
    }

    /**
     * Settles recipients of a lease, which is given back with it. Where a notice is due and cannot be
     * written (the disk is full), its recipients are deferred instead.
     *
     * @return completes when it is durable; fails only if the queue does
     */
    CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Instant due) {
        List<Outcome> lost = outcomes.stream().filter(Settling::isLost).toList();
        if (lost.isEmpty()) {
            return record(lease, outcomes, due);
        }
        return CompletableFuture.supplyAsync(() -> bounces.report(lease, lost), workers)
                .thenCompose(stage -> stage)
                .handle((notice, fault) -> fault == null ? with(outcomes, notice) : putOff(lease, outcomes, fault))
                .thenCompose(known -> record(lease, known, due));
    }

    /** Without a notice nobody is lost: those recipients stay, the others keep what became of them. */
    private static List<Outcome> putOff(Lease lease, List<Outcome> outcomes, Throwable fault) {
        LOG.error("no notice for {} could be written: {}", lease.id(), fault.getMessage());
        List<Outcome> result = new ArrayList<>();
        for (Outcome o : outcomes) {
            result.add(isLost(o) ? Outcome.of(o.recipient(), Outcome.Kind.DEFERRED, o.at(), o.reply()) : o);
        }
        return result;
    }

    private static boolean isLost(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.FAILED || outcome.kind() == Outcome.Kind.EXPIRED;
    }

    private static List<Outcome> with(List<Outcome> outcomes, String notice) {
        List<Outcome> result = new ArrayList<>();
        for (Outcome o : outcomes) {
            result.add(isLost(o) ? new Outcome(o.recipient(), o.kind(), o.at(), o.reply(), notice) : o);
        }
        return result;
    }

    private CompletionStage<Void> record(Lease lease, List<Outcome> outcomes, Instant due) {
        CompletionStage<Void> durable = queue.settle(lease, outcomes, due);
        return durable.thenRun(() -> outcomes.forEach(outcome -> log(lease, outcome)));
    }

    private static void log(Lease lease, Outcome outcome) {
        LOG.info(
                "{} id={} site={} to=<{}> reply=\"{}\"{}",
                outcome.kind().name().toLowerCase(Locale.ROOT),
                lease.id(),
                lease.site(),
                lease.envelope().recipients().get(outcome.recipient()).address(),
                outcome.reply(),
                outcome.notice().isEmpty() ? "" : " notice=\"" + outcome.notice() + "\"");
    }
}
