package org.etrngateway.queue.history;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.MailQueue;

/** Sums up what comes for sites, so that the history is told of it now and then and no message waits. Thread-safe. */
public final class Intake implements MailQueue.ArrivalListener {
    private Map<SiteName, Figures> since = new HashMap<>();

    @Override
    public void arrived(SiteName site) {
        // Counted where it was taken.
    }

    @Override
    public synchronized void taken(SiteName site, long octets) {
        since.merge(site, Figures.in(1, octets), Figures::plus);
    }

    /** Tells what came since it was told last; never waits. */
    public void tell(History history, Instant now) {
        Map<SiteName, Figures> told;
        synchronized (this) {
            told = since;
            since = new HashMap<>();
        }
        if (!told.isEmpty()) {
            history.count(told, now);
        }
    }
}
