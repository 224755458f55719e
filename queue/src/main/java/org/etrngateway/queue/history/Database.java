package org.etrngateway.queue.history;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.h2.jdbcx.JdbcDataSource;

/** The database of the history, in H2. Thread-safe; every method may block on the disk. */
final class Database {
    private final JdbcDataSource source;

    private Database(JdbcDataSource source) {
        this.source = source;
    }

    /**
     * Opens what is there, or makes it.
     *
     * @param schema statements that make what is missing, and change nothing where nothing is
     */
    static Database open(Path folder, List<String> schema) {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL("jdbc:h2:file:" + folder.resolve("history").toAbsolutePath()
                + ";DB_CLOSE_ON_EXIT=FALSE;CACHE_SIZE=4096;TRACE_LEVEL_FILE=0;DB_CLOSE_DELAY=-1");
        Database database = new Database(source);
        database.with(connection -> {
            for (String sql : schema) {
                execute(connection, sql);
            }
            connection.commit();
            return null;
        });
        return database;
    }

    /** Work within one transaction, which is given up unless the work commits it. */
    interface Task<T> {
        T on(Connection connection) throws SQLException;
    }

    /**
     * @throws HistoryException if the database cannot do it
     */
    <T> T with(Task<T> task) {
        try (Connection connection = source.getConnection()) {
            connection.setAutoCommit(false);
            return task.on(connection);
        } catch (SQLException e) {
            throw new HistoryException(e);
        }
    }

    /** The same, all or nothing, and on the disk when it returns: H2 forces nothing by itself. */
    <T> T change(Task<T> task) {
        return with(connection -> {
            T result = task.on(connection);
            connection.commit();
            execute(connection, "checkpoint sync");
            return result;
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
}
