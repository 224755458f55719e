package org.etrngateway.admin;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.Contact;
import org.etrngateway.queue.history.History;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.Period.Span;

/** The history as operators write and read it: what they did stands there with their names. Thread-safe. */
public final class Journal {
    private final History history;
    private final Clock wall;

    public Journal(History history, Clock wall) {
        this.history = history;
        this.wall = wall;
    }

    /**
     * Keeps what an operator did; never waits.
     *
     * @param what in a word, in upper case
     * @param of with what he did it; empty text for the site itself
     */
    void ordered(SiteName site, String what, Warrant warrant, String of) {
        history.record(new HistoryEntry(
                wall.instant(),
                site,
                HistoryEntry.Kind.ORDERED,
                what,
                warrant.by(),
                of,
                HistoryEntry.Work.NONE,
                warrant.why()));
    }

    /**
     * What happened, the latest first; may block on the disk.
     *
     * @throws org.etrngateway.queue.history.HistoryException if the history cannot be read
     */
    HistoryView page(Optional<SiteName> site, Optional<HistoryEntry.Kind> kind, OptionalLong before, int limit) {
        return HistoryView.of(history.page(site, kind, before, limit));
    }

    /**
     * What came and went, the latest period first; may block on the disk.
     *
     * @throws org.etrngateway.queue.history.HistoryException if the history cannot be read
     */
    List<StatisticsView> statistics(Optional<SiteName> site, Span span, int limit) {
        return history.statistics(site, span, limit).stream()
                .map(StatisticsView::of)
                .toList();
    }

    /**
     * What happened behind an entry, the earliest first; may block on the disk.
     *
     * @throws org.etrngateway.queue.history.HistoryException if the history cannot be read
     */
    List<HistoryView.Numbered> after(Optional<SiteName> site, long number, int limit) {
        return history.after(site, number, limit).stream()
                .map(one -> new HistoryView.Numbered(one.number(), HistoryView.Event.of(one.entry())))
                .toList();
    }

    /** The number of the latest entry, 0 if there is none; may block on the disk. */
    long end() {
        return history.end();
    }

    /** Another number than before if there are more entries; memory only. */
    long changes() {
        return history.changes();
    }

    /** When a site was heard. */
    Optional<Contact> contact(SiteName site) {
        return history.contact(site);
    }
}
