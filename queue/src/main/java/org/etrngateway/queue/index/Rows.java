package org.etrngateway.queue.index;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.etrngateway.address.DomainName;
import org.etrngateway.address.SiteName;

/** Units to columns and back. */
final class Rows {
    /** In the order of the parameters of {@link #bind}. */
    static final String COLUMNS = "id, site, rank, segment, pos, size, since, notice, large, domains, held,"
            + " attempts, tried, due, reply, done, priority, recipients, until, deadline, late, alarm";

    private Rows() {}

    static void bind(PreparedStatement to, Unit unit) throws SQLException {
        Stored stored = unit.stored();
        Course course = unit.course();
        to.setLong(1, unit.id());
        to.setString(2, unit.site().name());
        to.setLong(3, unit.rank());
        to.setLong(4, stored.segment());
        to.setLong(5, stored.offset());
        to.setLong(6, stored.size());
        to.setLong(7, Nanos.of(stored.since()));
        to.setBoolean(8, stored.notice());
        to.setBoolean(9, stored.large());
        to.setString(10, join(stored.domains()));
        to.setBoolean(11, course.held());
        to.setInt(12, course.attempts());
        to.setLong(13, Nanos.tried(course));
        to.setLong(14, Nanos.orNever(course.due()));
        to.setString(15, course.lastReply());
        to.setString(16, join(course.done()));
        to.setInt(17, course.priority());
        to.setString(18, join(stored.recipients()));
        to.setLong(19, Nanos.orNever(course.until()));
        to.setLong(20, Nanos.orNever(stored.deadline()));
        to.setBoolean(21, course.late());
        to.setLong(22, Nanos.orNever(unit.alarm()));
    }

    static List<Unit> read(PreparedStatement query) throws SQLException {
        List<Unit> units = new ArrayList<>();
        try (ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                units.add(unit(rows));
            }
        }
        return units;
    }

    /** In the order of the columns of the query for totals. */
    static SiteTotal total(ResultSet row) throws SQLException {
        return new SiteTotal(
                new SiteName(row.getString(1)),
                domains(row.getString(2)),
                row.getLong(3),
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                row.getLong(7),
                Nanos.instant(row.getLong(8)));
    }

    private static Unit unit(ResultSet row) throws SQLException {
        Stored stored = new Stored(
                row.getLong(4),
                row.getLong(5),
                row.getLong(6),
                Nanos.instant(row.getLong(7)),
                Nanos.unlessNever(row.getLong(20)),
                row.getBoolean(8),
                row.getBoolean(9),
                positions(row.getString(18)),
                domains(row.getString(10)));
        Course course = new Course(
                row.getInt(17),
                row.getBoolean(11),
                Nanos.unlessNever(row.getLong(19)),
                row.getBoolean(21),
                row.getInt(12),
                Nanos.tried(row.getLong(13)),
                Nanos.unlessNever(row.getLong(14)),
                row.getString(15),
                positions(row.getString(16)));
        return new Unit(row.getLong(1), new SiteName(row.getString(2)), stored, course);
    }

    private static Set<DomainName> domains(String text) {
        return split(text).stream().map(DomainName::new).collect(Collectors.toSet());
    }

    private static Set<Integer> positions(String text) {
        return split(text).stream().map(Integer::valueOf).collect(Collectors.toSet());
    }

    private static List<String> split(String text) {
        return text.isEmpty() ? List.of() : Arrays.asList(text.split(" ", -1));
    }

    private static String join(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(" "));
    }
}
