package org.etrngateway.queue.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.HistoryEntry.Kind;
import org.etrngateway.queue.history.HistoryEntry.Work;
import org.h2.jdbcx.JdbcDataSource;

/** The table of entries, in H2. Thread-safe; every method may block on the disk. */
final class HistoryTable {
    private static final List<String> SCHEMA = List.of(
            """
            create table if not exists entry (
                id bigint generated always as identity primary key, at bigint not null, site varchar(63) not null,
                kind varchar(16) not null, cause varchar(32) not null, who varchar not null, result varchar not null,
                delivered bigint not null, deferred bigint not null, failed bigint not null, octets bigint not null,
                lasted bigint not null)""",
            "create index if not exists entry_site on entry (site, id)",
            "create index if not exists entry_at on entry (at)");
    private static final String COLUMNS =
            "at, site, kind, cause, who, result, delivered, deferred, failed, octets, lasted";
    private static final String INSERT = "insert into entry (" + COLUMNS + ") values (?,?,?,?,?,?,?,?,?,?,?)";
    private static final String PAGE = "select id, " + COLUMNS + " from entry where id < ? order by id desc limit ?";
    private static final String SITE_PAGE =
            "select id, " + COLUMNS + " from entry where site = ? and id < ? order by site desc, id desc limit ?";

    private final JdbcDataSource source;

    private HistoryTable(JdbcDataSource source) {
        this.source = source;
    }

    static HistoryTable open(Path folder) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("history").toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=4096;TRACE_LEVEL_FILE=0;DB_CLOSE_DELAY=-1");
        HistoryTable table = new HistoryTable(source);
        table.with(connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : SCHEMA) {
                    statement.execute(sql);
                }
            }
            return null;
        });
        return table;
    }

    /** All or none, and on the disk: H2 forces nothing by itself. */
    void write(List<HistoryEntry> entries) {
        if (entries.isEmpty()) {
            return;
        }
        with(connection -> {
            try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
                for (HistoryEntry entry : entries) {
                    bind(insert, entry);
                    insert.addBatch();
                }
                insert.executeBatch();
            }
            connection.commit();
            execute(connection, "checkpoint sync");
            return null;
        });
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
    }

    HistoryPage page(Optional<SiteName> site, OptionalLong before, int limit) {
        return with(connection -> {
            try (PreparedStatement query = connection.prepareStatement(site.isPresent() ? SITE_PAGE : PAGE)) {
                int next = 1;
                if (site.isPresent()) {
                    query.setString(next++, site.get().name());
                }
                query.setLong(next++, before.orElse(Long.MAX_VALUE));
                query.setInt(next, limit);
                return read(query, limit);
            }
        });
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
                work);
    }

    int forget(Instant before) {
        return with(connection -> {
            try (PreparedStatement delete = connection.prepareStatement("delete from entry where at < ?")) {
                delete.setLong(1, before.toEpochMilli());
                int gone = delete.executeUpdate();
                connection.commit();
                return gone;
            }
        });
    }

    void close() {
        with(connection -> {
            execute(connection, "shutdown");
            return null;
        });
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Task<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T with(Task<T> task) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            return task.on(connection);
        } catch (SQLException e) {
            throw new HistoryException(e);
        }
    }
}
