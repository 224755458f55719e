package org.etrngateway.queue.history;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.address.SiteName;

/** The table of when sites were heard last. Knows no state; transactions are the caller's. */
final class ContactTable {
    static final List<String> SCHEMA = List.of("""
            create table if not exists contact (
                site varchar(63) primary key, known bigint not null, heard bigint)""");

    private ContactTable() {}

    static Map<SiteName, Contact> read(Connection connection) throws SQLException {
        Map<SiteName, Contact> all = new HashMap<>();
        try (PreparedStatement query = connection.prepareStatement("select site, known, heard from contact");
                ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
                Instant known = Instant.ofEpochMilli(rows.getLong(2));
                Optional<Instant> heard =
                        Optional.ofNullable(rows.getObject(3, Long.class)).map(Instant::ofEpochMilli);
                all.put(new SiteName(rows.getString(1)), new Contact(known, heard));
            }
        }
        return all;
    }

    static void write(Connection connection, Map<SiteName, Contact> changed) throws SQLException {
        try (PreparedStatement merge =
                connection.prepareStatement("merge into contact (site, known, heard) key (site) values (?, ?, ?)")) {
            for (Map.Entry<SiteName, Contact> one : changed.entrySet()) {
                merge.setString(1, one.getKey().name());
                merge.setLong(2, one.getValue().known().toEpochMilli());
                if (one.getValue().heard().isPresent()) {
                    merge.setLong(3, one.getValue().heard().get().toEpochMilli());
                } else {
                    merge.setNull(3, Types.BIGINT);
                }
                merge.addBatch();
            }
            merge.executeBatch();
        }
    }
}
