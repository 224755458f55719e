package org.etrngateway.metrics;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.etrngateway.address.SiteName;
import org.etrngateway.delivery.Trigger;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.MailQueue;
import org.etrngateway.queue.MessageId;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryEntry.Work;

/**
 * What happened since the start, in numbers that only grow. Thread-safe; counting never waits, and touches memory only.
 */
public final class Counts implements MailQueue.ArrivalListener {
    private final Map<Trigger.Cause, ByCause> causes = new EnumMap<>(Trigger.Cause.class);
    private final LongAdder arrived = new LongAdder();
    private final LongAdder arrivedHeld = new LongAdder();
    private final LongAdder delivered = new LongAdder();
    private final LongAdder deferred = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder octets = new LongAdder();

    public Counts() {
        for (Trigger.Cause cause : Trigger.Cause.values()) {
            causes.put(cause, new ByCause());
        }
    }

    /** Counts what the history is told. */
    public void told(HistoryEntry entry) {
        ByCause cause = of(Trigger.Cause.valueOf(entry.cause()));
        if (entry.kind() == HistoryEntry.Kind.ASKED) {
            cause.asked.increment();
        } else if (entry.kind() == HistoryEntry.Kind.FLUSHED) {
            (entry.result().equals(HistoryEntry.WELL) ? cause.well : cause.broken).increment();
            cause.nanos.add(entry.work().lasted().toNanos());
            add(entry.work());
        }
    }

    private void add(Work work) {
        delivered.add(work.delivered());
        deferred.add(work.deferred());
        failed.add(work.failed());
        octets.add(work.octets());
    }

    @Override
    public void arrived(SiteName site) {
        arrived.increment();
    }

    @Override
    public void held(MessageId id, SiteName site, Envelope envelope, Set<Integer> recipients) {
        arrivedHeld.increment();
    }

    ByCause of(Trigger.Cause cause) {
        return causes.get(cause);
    }

    LongAdder arrived() {
        return arrived;
    }

    LongAdder arrivedHeld() {
        return arrivedHeld;
    }

    LongAdder delivered() {
        return delivered;
    }

    LongAdder deferred() {
        return deferred;
    }

    LongAdder failed() {
        return failed;
    }

    /** Of content that sites answered. */
    LongAdder octets() {
        return octets;
    }

    /** What one kind of trigger brought about. */
    static final class ByCause {
        private final LongAdder asked = new LongAdder();
        private final LongAdder well = new LongAdder();
        private final LongAdder broken = new LongAdder();
        private final LongAdder nanos = new LongAdder();

        LongAdder asked() {
            return asked;
        }

        /** Flushes that ended when all was delivered. */
        LongAdder well() {
            return well;
        }

        /** Flushes that ended before. */
        LongAdder broken() {
            return broken;
        }

        long flushes() {
            return well.sum() + broken.sum();
        }

        /** How long all its flushes took together. */
        double total(TimeUnit unit) {
            return (double) nanos.sum() / unit.toNanos(1);
        }
    }
}
