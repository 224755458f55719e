package org.etrngateway.queue.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.etrngateway.queue.history.HistoryPage.Numbered;

/** The table of entries. Knows no state; transactions are the caller's. */
final class EntryTable {
    static final List<String> SCHEMA = List.of(
            """
            create table if not exists entry (
                id bigint generated always as identity primary key, at bigint not null, site varchar(63) not null,
                kind varchar(16) not null, cause varchar(32) not null, who varchar not null, result varchar not null,
                delivered bigint not null, deferred bigint not null, failed bigint not null, octets bigint not null,
                lasted bigint not null)""",
            "create index if not exists entry_site on entry (site, id)",
            // What operators did is little among all that happens.
            "create index if not exists entry_kind on entry (kind, id)",
            "create index if not exists entry_at on entry (at)",
            // Of earlier versions, in whose entries nobody said why.
            "alter table entry add column if not exists why varchar default '' not null");
    private static final String COLUMNS =
            "at, site, kind, cause, who, result, delivered, deferred, failed, octets, lasted, why";
    private static final String INSERT = "insert into entry (" + COLUMNS + ") values (?,?,?,?,?,?,?,?,?,?,?,?)";
    private static final String SELECT = "select id, " + COLUMNS + " from entry where ";

    private static final String AFTER = "select id, " + COLUMNS + " from entry where id > ? order by id limit ?";
    private static final String SITE_AFTER =
            "select id, " + COLUMNS + " from entry where site = ? and id > ? order by site, id limit ?";

    private EntryTable() {}

    static void write(Connection connection, List<HistoryEntry> entries) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (HistoryEntry entry : entries) {
                bind(insert, entry);
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void bind(PreparedStatement insert, HistoryEntry entry) throws SQLException {
        insert.setLong(1, entry.at().toEpochMilli());
        insert.setString(2, entry.site().name());
        insert.setString(3, entry.kind().name());
        insert.setString(4, entry.cause());
        insert.setString(5, entry.by());
        insert.setString(6, entry.result());
        insert.setLong(7, entry.work().delivered());
        insert.setLong(8, entry.work().deferred());
        insert.setLong(9, entry.work().failed());
        insert.setLong(10, entry.work().octets());
        insert.setLong(11, entry.work().lasted().toMillis());
        insert.setString(12, entry.why());
    }

    static HistoryPage page(
            Connection connection, Optional<SiteName> site, Optional<Kind> kind, OptionalLong before, int limit)
            throws SQLException {
        // What is ordered by its first column is read by the index that begins with it.
        String first = site.isPresent() ? "site desc, " : kind.isPresent() ? "kind desc, " : "";
        String sql = SELECT + (site.isPresent() ? "site = ? and " : "") + (kind.isPresent() ? "kind = ? and " : "")
                + "id < ? order by " + first + "id desc limit ?";
        try (PreparedStatement query = connection.prepareStatement(sql)) {
            int next = 1;
            if (site.isPresent()) {
                query.setString(next++, site.get().name());
            }
            if (kind.isPresent()) {
                query.setString(next++, kind.get().name());
            }
            query.setLong(next++, before.orElse(Long.MAX_VALUE));
            query.setInt(next, limit);
            return read(query, limit);
        }
    }

    /** The earliest first. */
    static List<Numbered> after(Connection connection, Optional<SiteName> site, long number, int limit)
            throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(site.isPresent() ? SITE_AFTER : AFTER)) {
            int next = 1;
            if (site.isPresent()) {
                query.setString(next++, site.get().name());
            }
            query.setLong(next++, number);
            query.setInt(next, limit);
            List<Numbered> entries = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    entries.add(new Numbered(rows.getLong(1), entry(rows)));
                }
            }
            return entries;
        }
    }

    /** The number of the latest entry; 0 if there is none. */
    static long end(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement("select max(id) from entry");
                ResultSet row = query.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    private static HistoryPage read(PreparedStatement query, int limit) throws SQLException {
        List<HistoryEntry> entries = new ArrayList<>();
        long last = 0;
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                last = rows.getLong(1);
                entries.add(entry(rows));
            }
        }
        return new HistoryPage(entries, entries.size() < limit ? OptionalLong.empty() : OptionalLong.of(last));
    }

    private static HistoryEntry entry(ResultSet row) throws SQLException {
        Work work = new Work(
                row.getLong("delivered"),
                row.getLong("deferred"),
                row.getLong("failed"),
                row.getLong("octets"),
                Duration.ofMillis(row.getLong("lasted")));
        return new HistoryEntry(
                Instant.ofEpochMilli(row.getLong("at")),
                new SiteName(row.getString("site")),
                Kind.valueOf(row.getString("kind")),
                row.getString("cause"),
                row.getString("who"),
                row.getString("result"),
                work,
                row.getString("why"));
    }

    /** Returns how many are gone. */
    static int forget(Connection connection, Instant before) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement("delete from entry where at < ?")) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
        }
    }
}
