package org.etrngateway.queue.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * Entries, the latest first.
 *
 * @param next the key behind which there may be more; empty if there are none
 */
public record HistoryPage(List<HistoryEntry> entries, OptionalLong next) {
    /**
     * One of all entries.
     *
     * @param number what tells it from others; later entries have higher ones
     */
    public record Numbered(long number, HistoryEntry entry) {}

    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
