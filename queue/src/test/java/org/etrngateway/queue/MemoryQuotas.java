package org.etrngateway.queue;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.etrngateway.queue.MailQueue.Reservation;

/** What sites may hold in a {@link MemoryQueue}, and what is reserved of it. Thread-safe. */
final class MemoryQuotas {
    private final Set<Room> reserved = new LinkedHashSet<>();
    private Map<SiteName, QuotaLimit> limits;

    MemoryQuotas(Map<SiteName, QuotaLimit> limits) {
        this.limits = Map.copyOf(limits);
    }

    synchronized void set(Map<SiteName, QuotaLimit> newLimits) {
        limits = Map.copyOf(newLimits);
    }

    /**
     * Reserves room for one message, if there is.
     *
     * @param held the units of the site
     */
    synchronized Optional<Reservation> reserve(SiteName site, long bytes, Collection<MemoryUnit> held) {
        List<Room> others = reserved.stream().filter(r -> r.site.equals(site)).toList();
        List<MemoryUnit> counted = held.stream().filter(MemoryQuotas::isCounted).toList();
        long bytesThen = bytes
                + others.stream().mapToLong(r -> r.bytes).sum()
                + counted.stream().mapToLong(unit -> unit.message.size()).sum();
        long messagesThen = 1L + others.size() + counted.size();
        QuotaLimit limit = of(site);
        if (limit.bytes() > 0 && bytesThen > limit.bytes() || limit.messages() > 0 && messagesThen > limit.messages()) {
            return Optional.empty();
        }
        Room room = new Room(site, bytes);
        reserved.add(room);
        return Optional.of(room);
    }

    /** True if the unit is so large that an operator has to release it. */
    synchronized boolean holds(MemoryUnit unit) {
        return isCounted(unit) && of(unit.site).holds(unit.message.size());
    }

    private QuotaLimit of(SiteName site) {
        return limits.getOrDefault(site, QuotaLimit.NONE);
    }

    /** Notices of ours count for nobody. */
    private static boolean isCounted(MemoryUnit unit) {
        return unit.message.envelope.origin() != Envelope.Origin.NOTICE;
    }

    private synchronized void giveBack(Room room) {
        reserved.remove(room);
    }

    private final class Room implements Reservation {
        private final SiteName site;
        private final long bytes;

        Room(SiteName site, long bytes) {
            this.site = site;
            this.bytes = bytes;
        }

        @Override
        public SiteName site() {
            return site;
        }

        @Override
        public void close() {
            giveBack(this);
        }
    }
}
