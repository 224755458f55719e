package org.etrngateway.queue.spool;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.etrngateway.address.DomainName;
import org.etrngateway.queue.MailQueue.QuotaLimit;
import org.etrngateway.queue.SiteSummary;
import org.etrngateway.queue.index.Unit;

/** What memory knows of a site. Guarded by the lock of {@link Holdings}. */
final class SiteState {
    private final NavigableMap<Long, Unit> pending = new TreeMap<>();
    private final Map<Long, Leased> leases = new HashMap<>();
    private final Map<DomainName, Long> domains = new HashMap<>();
    private Tally tally = Tally.NONE;
    private Optional<Instant> oldest = Optional.empty();
    private boolean oldestMayBeGone;
    private boolean paused;
    private long reserved;
    private long reservedBytes;

    /** Open units of the overlay, by rank. */
    NavigableMap<Long, Unit> pending() {
        return pending;
    }

    /** By message id. */
    Map<Long, Leased> leases() {
        return leases;
    }

    Tally tally() {
        return tally;
    }

    Optional<Instant> oldest() {
        return oldest;
    }

    boolean isPaused() {
        return paused;
    }

    void pause(boolean now) {
        paused = now;
    }

    /** Sets what was known before. */
    void restore(SiteMark mark) {
        tally = mark.tally();
        oldest = mark.oldest();
        oldestMayBeGone = mark.oldestMayBeGone();
        paused = mark.paused();
        domains.putAll(mark.domains());
    }

    SiteMark mark() {
        return new SiteMark(tally, oldest, oldestMayBeGone, paused, domains);
    }

    void count(Unit unit) {
        tally = tally.plus(unit);
        unit.stored().domains().forEach(domain -> domains.merge(domain, 1L, Long::sum));
        Instant since = unit.stored().since();
        oldest = oldest.isEmpty() || since.isBefore(oldest.get()) ? Optional.of(since) : oldest;
    }

    void discount(Unit unit) {
        tally = tally.minus(unit);
        unit.stored().domains().forEach(domain -> domains.computeIfPresent(domain, (d, n) -> n > 1 ? n - 1 : null));
        if (tally.messages() == 0) {
            oldest = Optional.empty();
            oldestMayBeGone = false;
        } else if (oldest.isPresent() && !unit.stored().since().isAfter(oldest.get())) {
            oldestMayBeGone = true;
        }
    }

    boolean oldestMayBeGone() {
        return oldestMayBeGone && tally.messages() > 0;
    }

    void correctOldest(Optional<Instant> found) {
        oldestMayBeGone = false;
        oldest = found;
    }

    boolean reserve(QuotaLimit limit, long bytes) {
        boolean fits = (limit.messages() == 0 || tally.charged() + reserved < limit.messages())
                && (limit.bytes() == 0 || tally.chargedBytes() + reservedBytes + bytes <= limit.bytes());
        if (fits) {
            reserved++;
            reservedBytes += bytes;
        }
        return fits;
    }

    void unreserve(long bytes) {
        reserved--;
        reservedBytes -= bytes;
    }

    SiteSummary summary(Instant now) {
        long inFlight =
                leases.values().stream().filter(lease -> lease.lives(now)).count();
        return new SiteSummary(tally.messages(), tally.bytes(), inFlight, tally.operatorHeld(), oldest, paused);
    }

    /** True if nothing is known of the site that a new state would not say. */
    boolean isEmpty() {
        return tally.messages() == 0 && leases.isEmpty() && pending.isEmpty() && reserved == 0 && !paused;
    }
}
