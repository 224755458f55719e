package org.etrngateway.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.session.SessionEnd;
import org.etrngateway.smtp.Reply;

/**
 * Where the loads of a reverse session come from, and where its answers go. Called on the session's
 * thread; never blocks.
 */
interface Supply {
    /** There is a connection. */
    void opened();

    /** The next load for this session; empty if there is none now. */
    Optional<Load> next();

    /** True if none will come: the session may say goodbye. */
    boolean isExhausted();

    /** How long the session stays open for more when {@link #isExhausted}; zero: not at all. */
    Duration linger();

    /** True if another site waits for the place of a session that does nothing. */
    boolean isWantedElsewhere();

    /** The server's last word on a load. */
    void answered(Load load, Map<Integer, Reply> replies);

    /** The session is over; what was given out and not answered is open. */
    void ended(SessionEnd end);
}
