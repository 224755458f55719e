package org.etrngateway.delivery;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.etrngateway.session.Continuation;
import org.etrngateway.session.SessionEnd;
import org.etrngateway.smtp.Capabilities;
import org.etrngateway.smtp.Reply;

/**
 * Where the loads of a reverse session come from, and where its answers go. Called on the session's
 * thread; never blocks.
 */
interface Supply {
    /** There is a connection. */
    void opened();

    /**
     * Messages may go.
     *
     * @param server what it offers
     */
    void ready(Capabilities server);

    /** The next load for this session; empty if there is none now. */
    Optional<Load> next();

    /** True if none will come: the session may say goodbye. */
    boolean isExhausted();

    /** How long the session stays open for more when {@link #isExhausted}; zero: not at all. */
    Duration linger();

    /** True if another site waits for the place of a session that does nothing. */
    boolean isWantedElsewhere();

    /** How the transaction of a load can be gone on with; it counts as given to the server. Empty: it is not to be. */
    Optional<Continuation> continuation(Load load);

    /** What the server said of the recipients of a load with a continuation. */
    void enveloped(Load load, Map<Integer, Reply> replies);

    /** The server goes on with what it has of a load. */
    void resumed(Load load, long kept);

    /** The server's checkpoints are of no use: the load is to be given again, whole. */
    void distrusted(Load load, String reason);

    /**
     * The line broke while a load was on its way.
     *
     * @param octets of it that were given to the line
     */
    void cut(Load load, long octets);

    /** The server's last word on a load. */
    void answered(Load load, Map<Integer, Reply> replies);

    /** The session is over; what was given out and not answered is open. */
    void ended(SessionEnd end);
}
