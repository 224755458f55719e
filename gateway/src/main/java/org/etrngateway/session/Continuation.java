package org.etrngateway.session;

import java.util.Map;
import org.etrngateway.smtp.Reply;

/**
 * The name under which a transaction can be gone on with, if the server offers it (RFC 1845), and what is known of
 * it. Immutable.
 *
 * @param transId without brackets
 * @param first true if no server can know the name yet
 * @param known what a server said of recipients in an earlier session, by position
 */
public record Continuation(String transId, boolean first, Map<Integer, Reply> known) {
    public Continuation {
        known = Map.copyOf(known);
    }
}
