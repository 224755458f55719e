package org.etrngateway.queue.history;

import java.util.List;
import java.util.OptionalLong;

/**
 * Entries, the latest first.
 *
 * @param next the key behind which there may be more; empty if there are none
 */
public record HistoryPage(List<HistoryEntry> entries, OptionalLong next) {
    public HistoryPage {
        entries = List.copyOf(entries);
    }
}
