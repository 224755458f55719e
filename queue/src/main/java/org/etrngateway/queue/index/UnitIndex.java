package org.etrngateway.queue.index;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.etrngateway.address.SiteName;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The rows of all open units, in H2. H2 forces nothing at commit, so nothing rests on it: it holds what
 * replay of the spool yields, and can be deleted at any time. Thread-safe; every method may block on the
 * disk and throws {@link IndexException} if the database fails.
 */
public final class UnitIndex implements AutoCloseable {
    private static final String SELECT = "select " + Rows.COLUMNS + " from unit ";

    // The hint keeps the planner from an index that bounds little; ordered by all its columns, nothing is sorted.
    private static final String PAGE = SELECT + "use index (unit_claim) where site = ? and rank > ? and held <= ?"
            + " and tried < ? and (due <= ? or tried = " + Nanos.NEVER_TRIED
            + ") and since <= ? and since > ? and alarm <= ? and size <= ? order by site, rank limit ?";
    private static final String ALL_AFTER = SELECT + "where id > ? order by id, site limit ?";
    // A site has few of all ids: its own are found by rank, in which ids ascend within each priority.
    private static final String SITE_BETWEEN =
            SELECT + "use index (unit_claim) where site = ? and rank > ? and rank <= ? order by site, rank limit ?";
    private static final String ONE = SELECT + "where id = ? and site = ?";
    private static final String OF_MESSAGE = SELECT + "where id = ?";
    private static final String DUE = SELECT + "where due <= ?";
    private static final String ALARMS = SELECT + "where alarm <= ?";
    private static final String SEGMENTS =
            "select segment, count(*), sum(case when large then 0 else size end) from unit group by segment";
    private static final String MARK = "select spool, number from mark";
    private static final String SET_MARK = "update mark set number = ?";
    private static final String OLDEST = "select min(since) from unit where site = ?";
    private static final String TOTALS =
            "select site, domains, count(*), sum(size), sum(case when notice then 0 else 1 end),"
                    + " sum(case when notice then 0 else size end), sum(case when held then 1 else 0 end), min(since)"
                    + " from unit group by site, domains";
    private static final String VALUES = "(" + Rows.COLUMNS + ") values (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";
    private static final String INSERT = "insert into unit " + VALUES;
    private static final String MERGE = "merge into unit " + VALUES.replace(") values", ") key (id, site) values");
    private static final String DELETE = "delete from unit where id = ? and site = ?";

    private final JdbcDataSource source;
    private final Queue<Session> idle = new ConcurrentLinkedQueue<>();

    private UnitIndex(JdbcDataSource source) {
        this.source = source;
    }

    /**
     * Opens the database that {@link #create} made.
     *
     * @param name a file without its ending, behind the scheme of a file system that the database knows
     */
    public static UnitIndex open(String name) {
        return connect(name, ";IFEXISTS=TRUE");
    }

    /** Makes an empty database for a spool, where there is none. */
    public static UnitIndex create(String name, UUID spool) {
        UnitIndex index = connect(name, "");
        index.with(session -> {
            try (Statement statement = session.connection().createStatement()) {
                for (String sql : Schema.STATEMENTS) {
                    statement.execute(sql);
                }
            }
            try (PreparedStatement mark = session.connection().prepareStatement("insert into mark values (?, 0)")) {
                mark.setString(1, spool.toString());
                mark.executeUpdate();
            }
            session.connection().commit();
            return null;
        });
        return index;
    }

    private static UnitIndex connect(String name, String options) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:" + name
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=16384;TRACE_LEVEL_FILE=0;DB_CLOSE_DELAY=-1" + options);
        UnitIndex index = new UnitIndex(source);
        index.with(session -> null);
        return index;
    }

    /**
     * The next units of a site that match, by rank. Domains are the caller's to check.
     *
     * @param afterRank only ranks behind this one
     */
    public List<Unit> page(SiteName site, UnitFilter filter, long afterRank, int limit) {
        return with(session -> {
            PreparedStatement query = session.prepare(PAGE);
            query.setString(1, site.name());
            query.setLong(2, afterRank);
            query.setBoolean(3, filter.heldToo());
            query.setLong(4, filter.triedBefore());
            query.setLong(5, filter.dueBy());
            query.setLong(6, filter.sinceBy());
            query.setLong(7, filter.sinceAfter());
            query.setLong(8, filter.lateBy());
            query.setLong(9, filter.selection().upTo());
            query.setInt(10, limit);
            return Rows.read(query);
        });
    }

    /** The next units by id, of one site or of all. */
    public List<Unit> list(Optional<SiteName> site, long afterId, int limit) {
        return with(session -> {
            if (site.isPresent()) {
                return list(session, site.get(), Math.min(afterId, Unit.MAX_ID), limit);
            }
            PreparedStatement query = session.prepare(ALL_AFTER);
            query.setLong(1, afterId);
            query.setInt(2, limit);
            return Rows.read(query);
        });
    }

    private static List<Unit> list(Session session, SiteName site, long afterId, int limit) throws SQLException {
        PreparedStatement query = session.prepare(SITE_BETWEEN);
        List<Unit> units = new ArrayList<>();
        for (int priority = Unit.BOTTOM; priority <= Unit.TOP; priority++) {
            query.setString(1, site.name());
            query.setLong(2, Unit.rank(priority, afterId));
            query.setLong(3, Unit.rank(priority, Unit.MAX_ID));
            query.setInt(4, limit);
            units.addAll(Rows.read(query));
        }
        units.sort(Comparator.comparingLong(Unit::id));
        return units.subList(0, Math.min(limit, units.size()));
    }

    public Optional<Unit> find(long id, SiteName site) {
        return with(session -> {
            PreparedStatement query = session.prepare(ONE);
            query.setLong(1, id);
            query.setString(2, site.name());
            return Rows.read(query).stream().findFirst();
        });
    }

    /** The open units of a message. */
    public List<Unit> ofMessage(long id) {
        return with(session -> {
            PreparedStatement query = session.prepare(OF_MESSAGE);
            query.setLong(1, id);
            return Rows.read(query);
        });
    }

    /** Units whose due time is at or before an instant. */
    public List<Unit> due(Instant now) {
        return by(DUE, now);
    }

    /** Units about which the clock changes something at or before an instant. */
    public List<Unit> alarms(Instant now) {
        return by(ALARMS, now);
    }

    private List<Unit> by(String sql, Instant now) {
        return with(session -> {
            PreparedStatement query = session.prepare(sql);
            query.setLong(1, Nanos.of(now));
            return Rows.read(query);
        });
    }

    /** From when the oldest unit of a site counts. */
    public Optional<Instant> oldest(SiteName site) {
        return with(session -> {
            PreparedStatement query = session.prepare(OLDEST);
            query.setString(1, site.name());
            try (ResultSet rows = query.executeQuery()) {
                rows.next();
                long oldest = rows.getLong(1);
                return rows.wasNull() ? Optional.empty() : Optional.of(Nanos.instant(oldest));
            }
        });
    }

    /** What the rows sum up to; reads them all. */
    public List<SiteTotal> totals() {
        return with(session -> {
            List<SiteTotal> totals = new ArrayList<>();
            try (ResultSet rows = session.prepare(TOTALS).executeQuery()) {
                while (rows.next()) {
                    totals.add(Rows.total(rows));
                }
            }
            return totals;
        });
    }

    /** What units have in which segment; reads all rows. */
    public List<SegmentTotal> segments() {
        return with(session -> {
            List<SegmentTotal> segments = new ArrayList<>();
            try (ResultSet rows = session.prepare(SEGMENTS).executeQuery()) {
                while (rows.next()) {
                    segments.add(new SegmentTotal(rows.getLong(1), rows.getLong(2), rows.getLong(3)));
                }
            }
            return segments;
        });
    }

    /** The number of the last checkpoint in an index of this spool; empty if it is another's. */
    public OptionalLong checkpoint(UUID spool) {
        return with(session -> {
            try (ResultSet row = session.prepare(MARK).executeQuery()) {
                boolean ours = row.next() && row.getString(1).equals(spool.toString());
                return ours ? OptionalLong.of(row.getLong(2)) : OptionalLong.empty();
            }
        });
    }

    /** Makes all changes or none. */
    public void write(List<Change> changes) {
        with(session -> {
            PreparedStatement insert = session.prepare(INSERT);
            PreparedStatement merge = session.prepare(MERGE);
            PreparedStatement delete = session.prepare(DELETE);
            for (Change change : changes) {
                if (change.unit().isPresent()) {
                    PreparedStatement put = change.mayExist() ? merge : insert;
                    Rows.bind(put, change.unit().get());
                    put.addBatch();
                } else {
                    delete.setLong(1, change.id());
                    delete.setString(2, change.site().name());
                    delete.addBatch();
                }
            }
            delete.executeBatch();
            merge.executeBatch();
            insert.executeBatch();
            session.connection().commit();
            return null;
        });
    }

    /** Writes the number of a checkpoint. */
    public void mark(long number) {
        with(session -> {
            PreparedStatement update = session.prepare(SET_MARK);
            update.setLong(1, number);
            update.executeUpdate();
            return null;
        });
    }

    /** Forces all that was written to the disk. */
    public void sync() {
        with(session -> {
            try (Statement statement = session.connection().createStatement()) {
                statement.execute("checkpoint sync");
            }
            return null;
        });
    }

    @Override
    public void close() {
        with(session -> {
            try (Statement statement = session.connection().createStatement()) {
                statement.execute("shutdown");
            }
            return null;
        });
        idle.clear();
    }

    private <T> T with(Work<T> work) {
        Session session = null;
        try {
            session = idle.poll();
            if (session == null) {
                session = new Session(source.getConnection("sa", ""));
                session.connection().setAutoCommit(false);
            }
            T result = work.run(session);
            // Ends the read view of a query.
            if (!session.connection().isClosed()) {
                session.connection().commit();
                idle.add(session);
            }
            return result;
        } catch (SQLException | RuntimeException e) {
            // A file that a power cut tore may open and then say anything, such as null where none can be.
            drop(session, e);
            throw new IndexException("the index fails: " + e.getMessage(), e);
        }
    }

    private static void drop(Session session, Exception cause) {
        if (session != null) {
            try {
                session.close();
            } catch (SQLException e) {
                cause.addSuppressed(e);
            }
        }
    }

    /** What is done with a session. */
    private interface Work<T> {
        T run(Session session) throws SQLException;
    }
}
