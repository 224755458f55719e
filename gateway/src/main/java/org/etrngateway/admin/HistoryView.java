package org.etrngateway.admin;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.etrngateway.queue.history.HistoryEntry;
import org.etrngateway.queue.history.HistoryPage;

/**
 * One page of what happened to sites, the latest first. Immutable.
 *
 * @param next what to give as {@code before} for the next page; empty on the last
 */
public record HistoryView(List<Event> events, Optional<String> next) {
    /**
     * One thing that happened.
     *
     * @param kind asked or flushed
     * @param cause etrn, atrn, operator and so on
     * @param by from which address and by which identity, or which operator
     * @param result the answer, or how the flush ended
     * @param why the reason that an operator gave; empty text where there is none
     * @param delivered recipients that the site took in this flush; likewise the others
     * @param bytes octets of content that were answered
     */
    public record Event(
            Instant at,
            String site,
            String kind,
            String cause,
            String by,
            String result,
            String why,
            long delivered,
            long deferred,
            long failed,
            long bytes,
            double seconds) {

        /** Reasons are between operators: customers see what was done, and by whom. */
        Event seenBy(Principal principal) {
            return principal.site().isEmpty()
                    ? this
                    : new Event(at, site, kind, cause, by, result, "", delivered, deferred, failed, bytes, seconds);
        }

        static Event of(HistoryEntry entry) {
            HistoryEntry.Work work = entry.work();
            return new Event(
                    entry.at(),
                    entry.site().name(),
                    entry.kind().name().toLowerCase(Locale.ROOT),
                    entry.cause().toLowerCase(Locale.ROOT),
                    entry.by(),
                    entry.result(),
                    entry.why(),
                    work.delivered(),
                    work.deferred(),
                    work.failed(),
                    work.octets(),
                    work.lasted().toMillis() / 1000.0);
        }
    }

    /**
     * One of many.
     *
     * @param number its place among all, ascending
     */
    record Numbered(long number, Event event) {}

    /** As somebody may see it. */
    HistoryView seenBy(Principal principal) {
        return new HistoryView(
                events.stream().map(event -> event.seenBy(principal)).toList(), next);
    }

    static HistoryView of(HistoryPage page) {
        Optional<String> next =
                page.next().isPresent() ? Optional.of(Long.toString(page.next().getAsLong())) : Optional.empty();
        return new HistoryView(page.entries().stream().map(Event::of).toList(), next);
    }
}
