package org.etrngateway.delivery;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.MessageId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which message was in flight when a site last failed. A site's failure counts no attempt, so a message
 * that itself makes the site fail would come first for ever, and nothing behind it would be delivered. One that is
 * cut in its midst again and again may be larger than what a connection of its line can carry: the operator is told.
 * Thread-safe.
 */
final class Suspects {
    private static final Logger LOG = LoggerFactory.getLogger(Suspects.class);

    /** So often a message is cut before anybody is told. */
    private static final int CUTS = 3;

    /** Messages whose cuts are counted. */
    private static final int MOST = 1_000;

    private final Map<SiteName, MessageId> last = new ConcurrentHashMap<>();
    private final Map<Unit, Cuts> cuts = new LinkedHashMap<>();

    private record Unit(SiteName site, MessageId id) {}

    /**
     * @param most octets of it that were given to one connection
     */
    private record Cuts(int count, long most) {}

    /** Notes a failure; true if the one before met the same message. */
    boolean isAgain(SiteName site, MessageId id) {
        return id.equals(last.put(site, id));
    }

    /** Notes that a line broke in the midst of a message, behind so many of its octets at most. */
    synchronized void cut(Lease lease, long octets) {
        Unit unit = new Unit(lease.site(), lease.id());
        Cuts before = cuts.getOrDefault(unit, new Cuts(0, 0));
        Cuts now = new Cuts(before.count() + 1, Math.max(before.most(), octets));
        cuts.put(unit, now);
        if (cuts.size() > MOST) {
            cuts.remove(cuts.keySet().iterator().next());
        }
        if (now.count() == CUTS) {
            LOG.warn(
                    "message {} for {} cannot be delivered over this line: of its {} octets at most {} went out before"
                            + " the connection broke, {} times, and the server does not go on where it broke (CHECKPOINT)",
                    lease.id(),
                    lease.site(),
                    lease.size(),
                    now.most(),
                    now.count());
        }
    }

    /** Why a message does not fit a connection of its line; empty if it may. */
    synchronized Optional<String> doesNotFit(SiteName site, MessageId id) {
        return Optional.ofNullable(cuts.get(new Unit(site, id)))
                .filter(known -> known.count() >= CUTS)
                .map(known -> "too large for a connection of this line: cut " + known.count() + " times, at most "
                        + known.most() + " octets went out");
    }

    /** The message has got through, or was refused. */
    synchronized void through(SiteName site, MessageId id) {
        cuts.remove(new Unit(site, id));
    }
}
