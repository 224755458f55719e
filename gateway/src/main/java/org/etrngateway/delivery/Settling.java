package org.etrngateway.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.etrngateway.notice.Bounces;
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
        return settle(lease, outcomes, Set.of(), due);
    }

    /**
     * The same; if it cannot be told that a message was relayed, it was all the same.
     *
     * @param relayed recipients whose server tells nothing of success
     */
    CompletionStage<Void> settle(Lease lease, List<Outcome> outcomes, Set<Integer> relayed, Instant due) {
        List<Outcome> passed = outcomes.stream()
                .filter(o -> o.kind() == Outcome.Kind.DELIVERED && relayed.contains(o.recipient()))
                .filter(o -> Bounces.isSuccessWanted(lease, o))
                .toList();
        if (passed.isEmpty()) {
            return told(lease, outcomes, due);
        }
        // Before it is recorded, for then the message is gone whose headers are returned.
        return CompletableFuture.supplyAsync(() -> bounces.relayed(lease, passed), workers)
                .thenCompose(stage -> stage)
                .handle((notice, fault) -> {
                    logRelayed(lease, notice, fault);
                    return told(lease, outcomes, due);
                })
                .thenCompose(stage -> stage);
    }

    private static void logRelayed(Lease lease, String notice, Throwable fault) {
        if (fault != null) {
            LOG.warn("id={} was relayed, and its sender cannot be told so: {}", lease.id(), fault.getMessage());
        } else if (Bounces.isNotice(notice)) {
            LOG.info("id={} was relayed, and its sender is told so notice={}", lease.id(), notice);
        } else {
            LOG.info("id={} was relayed, and its sender is not told so notice=\"{}\"", lease.id(), notice);
        }
    }

    private CompletionStage<Void> told(Lease lease, List<Outcome> outcomes, Instant due) {
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
