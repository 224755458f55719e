package org.etrngateway.queue.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.history.Period.Span;

/** The table of figures, a row for a site and a period. Knows no state; transactions are the caller's. */
final class FiguresTable {
    /** Stands where a site's name does in the sums of all sites: to add them up takes long where there are thousands. */
    private static final String ALL = "";

    private static final List<String> COLUMNS =
            List.of("asked", "flushes", "delivered", "deferred", "failed", "octets_out", "messages_in", "octets_in");

    /** Sums of what was written before there were such. */
    private static final String SUM_UP = "insert into figures (span, site, start, " + String.join(", ", COLUMNS)
            + ") select span, '" + ALL + "', start, "
            + String.join(
                    ", ", COLUMNS.stream().map(name -> "sum(" + name + ")").toList())
            + " from figures where not exists (select 1 from figures where span in ('HOUR', 'DAY') and site = '" + ALL
            + "') group by span, start";

    static final List<String> SCHEMA =
            List.of("""
            create table if not exists figures (
                span varchar(8) not null, site varchar(63) not null, start bigint not null,
                asked bigint not null, flushes bigint not null, delivered bigint not null, deferred bigint not null,
                failed bigint not null, octets_out bigint not null, messages_in bigint not null,
                octets_in bigint not null, primary key (span, site, start))""", "create index if not exists figures_start on figures (span, start)", SUM_UP);
    private static final String ADD = "update figures set "
            + String.join(
                    ", ",
                    COLUMNS.stream().map(name -> name + " = " + name + " + ?").toList())
            + " where span = ? and site = ? and start = ?";
    private static final String INSERT = "insert into figures (" + String.join(", ", COLUMNS)
            + ", span, site, start) values (?,?,?,?,?,?,?,?,?,?,?)";
    private static final String PAGE = "select start, " + String.join(", ", COLUMNS)
            + " from figures where span = ? and site = ? order by span desc, site desc, start desc limit ?";

    private FiguresTable() {}

    /**
     * Which row.
     *
     * @param site empty: all together
     * @param start of the period
     */
    record Row(Span span, Optional<SiteName> site, Instant start) {}

    static void add(Connection connection, Map<Row, Figures> more) throws SQLException {
        try (PreparedStatement add = connection.prepareStatement(ADD);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            for (Map.Entry<Row, Figures> one : more.entrySet()) {
                bind(add, one.getKey(), one.getValue());
                if (add.executeUpdate() == 0) {
                    bind(insert, one.getKey(), one.getValue());
                    insert.executeUpdate();
                }
            }
        }
    }

    private static void bind(PreparedStatement statement, Row row, Figures figures) throws SQLException {
        List<Long> values = List.of(
                figures.asked(),
                figures.flushes(),
                figures.delivered(),
                figures.deferred(),
                figures.failed(),
                figures.octetsOut(),
                figures.messagesIn(),
                figures.octetsIn());
        int next = 1;
        for (long value : values) {
            statement.setLong(next++, value);
        }
        statement.setString(next++, row.span().name());
        statement.setString(next++, row.site().map(SiteName::name).orElse(ALL));
        statement.setLong(next, row.start().toEpochMilli());
    }

    /** The latest periods first; of all sites together if none is named. */
    static List<Period> read(Connection connection, Optional<SiteName> site, Span span, int limit) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(PAGE)) {
            int next = 1;
            query.setString(next++, span.name());
            query.setString(next++, site.map(SiteName::name).orElse(ALL));
            query.setInt(next, limit);
            List<Period> periods = new ArrayList<>();
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    periods.add(new Period(Instant.ofEpochMilli(rows.getLong(1)), figures(rows)));
                }
            }
            return periods;
        }
    }

    private static Figures figures(ResultSet row) throws SQLException {
        return new Figures(
                row.getLong(2),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                row.getLong(8),
                row.getLong(9));
    }

    /** Forgets periods that began before an instant; returns how many rows are gone. */
    static int forget(Connection connection, Span span, Instant before) throws SQLException {
        try (PreparedStatement delete =
                connection.prepareStatement("delete from figures where span = ? and start < ?")) {
            delete.setString(1, span.name());
            delete.setLong(2, before.toEpochMilli());
            return delete.executeUpdate();
        }
    }
}
