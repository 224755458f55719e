package org.etrngateway.delivery;

import java.time.Instant;
import java.util.Collection;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.SiteSummary;

/** Counts what a flush did. Thread-safe. */
final class Tally {
    private final SiteName site;
    private final String by;
    private final Instant since;
    private long delivered;
    private long deferred;
    private long failed;
    private long bytes;
    private String lastReply = "";

    Tally(SiteName site, String by, Instant since) {
        this.site = site;
        this.by = by;
        this.since = since;
    }

    synchronized void add(long size, Collection<Outcome> outcomes) {
        bytes += size;
        for (Outcome outcome : outcomes) {
            switch (outcome.kind()) {
                case DELIVERED -> delivered++;
                case DEFERRED -> deferred++;
                default -> failed++;
            }
            lastReply = outcome.reply();
        }
    }

    synchronized FlushFigures figures(LineFigures line, SiteSummary summary) {
        long left = summary.messages() - summary.operatorHeld();
        return new FlushFigures(
                site, by, since, delivered, deferred, failed, bytes, lastReply, line, left, summary.bytes());
    }
}
