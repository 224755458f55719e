package org.etrngateway.delivery;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.delivery.DeliveryRules.SiteRule;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the loads of a flush: outcomes are recorded, or they are given back as they were. Thread-safe. */
final class LoadEnds {
    private static final Logger LOG = LoggerFactory.getLogger(LoadEnds.class);

    private final SiteRule rule;
    private final Workshop shop;
    private final Tally tally;
    private final Owner owner;
    private final AtomicInteger pending = new AtomicInteger();

    LoadEnds(SiteRule rule, Workshop shop, Tally tally, Owner owner) {
        this.rule = rule;
        this.shop = shop;
        this.tally = tally;
        this.owner = owner;
    }

    /** Told of what was to be recorded, on a thread of the queue. */
    interface Owner {
        /**
         * @param left true if recipients were left, which can be claimed from now on
         */
        void recorded(boolean left);

        /** It could not be: the queue fails. */
        void notRecorded();
    }

    /** True while outcomes are on their way to the disk. */
    boolean isPending() {
        return pending.get() > 0;
    }

    void settle(Load load, List<Outcome> answered) {
        List<Outcome> outcomes =
                rule.isAside() ? answered.stream().map(LoadEnds::held).toList() : answered;
        tally.add(load.size(), outcomes);
        load.share().through(outcomes).ifPresent(all -> record(load.share(), all));
    }

    /** What another server refuses, the site has not refused. */
    private static Outcome held(Outcome outcome) {
        return outcome.kind() == Outcome.Kind.FAILED
                ? Outcome.of(outcome.recipient(), Outcome.Kind.DEFERRED, outcome.at(), outcome.reply())
                : outcome;
    }

    /** Settles all recipients of a load alike, and closes it. */
    void settle(Load load, Outcome.Kind kind, String reply) {
        Instant now = shop.clock().instant();
        load.close();
        settle(
                load,
                load.parcel().recipients().stream()
                        .map(position -> Outcome.of(position, kind, now, reply))
                        .toList());
    }

    /** It ended two sessions in a row: the others shall not wait behind it. */
    void putOff(Load load, String reason) {
        LOG.warn(
                "message {} was in flight at two failures in a row and is put off",
                load.lease().id());
        settle(load, Outcome.Kind.DEFERRED, reason);
    }

    void record(Share share, List<Outcome> outcomes) {
        Lease lease = share.lease();
        pending.incrementAndGet();
        shop.settling()
                .settle(lease, outcomes, share.relayed(), shop.due(rule, lease))
                .whenComplete((durable, fault) -> recorded(lease, outcomes, fault));
    }

    private void recorded(Lease lease, List<Outcome> outcomes, Throwable fault) {
        pending.decrementAndGet();
        if (fault == null) {
            owner.recorded(outcomes.size() < lease.recipients().size());
        } else {
            LOG.error("outcome of {} is not recorded: {}", lease.id(), fault.getMessage());
            shop.queue().release(lease);
            owner.notRecorded();
        }
    }

    void giveBack(List<Load> open) {
        for (Load load : open) {
            load.close();
            load.share().through(List.of()).ifPresent(known -> giveBack(load.share(), known));
        }
    }

    private void giveBack(Share share, List<Outcome> known) {
        if (known.isEmpty()) {
            shop.queue().release(share.lease());
        } else {
            record(share, known);
        }
    }
}
