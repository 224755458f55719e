package org.etrngateway.admin;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * What happens at sites, as far as one may see it. Entries of the history come as {@code asked}, {@code flushed} and
 * {@code ordered}, each with its key there as id, so that who comes back misses none. What the history has not comes
 * without: {@code flushing} when a flush begins, {@code alert} and {@code alert-over}; who begins to listen is told first
 * what runs and what stands. For one listener; not thread-safe.
 */
final class SitesStory implements EventStreams.Story {
    /** Entries at a time: who has missed more hears them by and by. */
    private static final int PAGE = 200;

    private final Operations operations;
    private final Principal listener;
    private OptionalLong last;
    private long changes = -1;
    private Set<String> running = Set.of();
    private Set<AlertView> standing = Set.of();

    /**
     * @param last the id that the listener heard last; empty: he hears what happens from now on
     */
    SitesStory(Operations operations, Principal listener, OptionalLong last) {
        this.operations = operations;
        this.listener = listener;
        this.last = last;
    }

    @Override
    public void tell(EventWriter to) {
        if (!to.isBehind()) {
            history(to);
            flushes(to);
            alerts(to);
        }
    }

    private void history(EventWriter to) {
        Journal journal = operations.journal();
        // Before it is read: what comes meanwhile is news the next time.
        long now = journal.changes();
        if (now == changes) {
            return;
        }
        long from = last.isPresent() ? last.getAsLong() : journal.end();
        List<HistoryView.Numbered> entries = journal.after(listener.site(), from, PAGE);
        entries.forEach(entry -> to.event(
                entry.event().kind(),
                Optional.of(Long.toString(entry.number())),
                entry.event().seenBy(listener)));
        last = OptionalLong.of(
                entries.isEmpty() ? from : entries.get(entries.size() - 1).number());
        changes = entries.size() < PAGE ? now : changes;
    }

    private void flushes(EventWriter to) {
        Set<String> now = new HashSet<>();
        for (FlushView flush : operations.flushes()) {
            String which = flush.site() + " " + flush.since();
            if (listener.sees(flush.site()) && now.add(which) && !running.contains(which)) {
                to.event("flushing", flush);
            }
        }
        running = now;
    }

    private void alerts(EventWriter to) {
        Set<AlertView> now = new HashSet<>();
        for (AlertView alert : operations.alerts()) {
            if (listener.sees(alert) && now.add(alert) && !standing.contains(alert)) {
                to.event("alert", alert);
            }
        }
        standing.stream().filter(alert -> !now.contains(alert)).forEach(alert -> to.event("alert-over", alert));
        standing = now;
    }
}
