package org.etrngateway.delivery;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.etrngateway.delivery.Connector.Connection;

/** In what pieces octets are given to a connection. */
enum Pieces {
    /** As they come. */
    WHOLE {
        @Override
        List<ByteBuffer> of(ByteBuffer octets) {
            return List.of(octets);
        }

        @Override
        void prepare(Connection connection) {
            // Nothing is to be kept apart.
        }
    },

    /** Line by line, and each line in a record of TLS: for clients that read one line of a record and wait for the next. */
    LINES {
        @Override
        List<ByteBuffer> of(ByteBuffer octets) {
            List<ByteBuffer> lines = new ArrayList<>();
            int from = octets.position();
            for (int at = from; at < octets.limit(); at++) {
                if (octets.get(at) == '\n' || at == octets.limit() - 1) {
                    lines.add(octets.slice(from, at + 1 - from));
                    from = at + 1;
                }
            }
            return lines;
        }

        @Override
        void prepare(Connection connection) {
            connection.separateRecords();
        }
    };

    /** The pieces, in order; they share the octets. */
    abstract List<ByteBuffer> of(ByteBuffer octets);

    /** Has the connection keep the pieces apart. */
    abstract void prepare(Connection connection);
}
