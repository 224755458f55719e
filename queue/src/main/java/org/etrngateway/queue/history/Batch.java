package org.etrngateway.queue.history;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.Period.Span;

/** What is written at once: many figures of one period are one change of a row. Not thread-safe. */
final class Batch {
    private final ZoneId zone;
    private final List<HistoryEntry> entries = new ArrayList<>();
    private final Map<FiguresTable.Row, Figures> figures = new HashMap<>();
    private final Set<SiteName> heard = new HashSet<>();

    /**
     * @param zone in which days begin
     */
    Batch(ZoneId zone) {
        this.zone = zone;
    }

    void entry(HistoryEntry entry) {
        entries.add(entry);
        figures(entry.site(), entry.at(), Figures.of(entry));
    }

    void figures(SiteName site, Instant at, Figures more) {
        if (!more.equals(Figures.NONE)) {
            for (Span span : Span.values()) {
                Instant start = span.start(at, zone);
                figures.merge(new FiguresTable.Row(span, Optional.of(site), start), more, Figures::plus);
                figures.merge(new FiguresTable.Row(span, Optional.empty(), start), more, Figures::plus);
            }
        }
    }

    void heard(SiteName site) {
        heard.add(site);
    }

    /**
     * @param contacts of all sites, as of now
     */
    void write(Connection connection, Map<SiteName, Contact> contacts) throws SQLException {
        EntryTable.write(connection, entries);
        FiguresTable.add(connection, figures);
        ContactTable.write(connection, heard.stream().collect(Collectors.toMap(Function.identity(), contacts::get)));
    }

    boolean isEmpty() {
        return entries.isEmpty() && figures.isEmpty() && heard.isEmpty();
    }
}
