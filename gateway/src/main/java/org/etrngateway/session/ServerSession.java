package org.etrngateway.session;

import java.nio.ByteBuffer;
import java.time.Duration;
import org.etrngateway.queue.QueueException;

/**
 * One SMTP session as the server sees it (RFC 5321). Belongs to one thread.
 */
public final class ServerSession {
    private final ServerActions actions;

    public ServerSession(ServerProfile profile, SessionPolicy policy, ServerActions actions) {
        this.actions = actions;
    }

    /** The client is there: greets it. */
    public void connected() {
        actions.close();
    }

    /**
     * Takes input: all of it, or up to the point where the session {@linkplain #isWaiting waits}. The
     * caller keeps the rest and gives it again, with what came behind it, when the wait is over.
     */
    public void receive(ByteBuffer input) {
        actions.close();
    }

    /** True while an answer of the queue or of TLS is due, and once the session has ended. */
    public boolean isWaiting() {
        return false;
    }

    /** The queue has caught up after {@link ServerActions#append} was false. */
    public void appended() {}

    /** The draft is durable. */
    public void committed() {}

    /** The draft was not accepted: by the commit, or by an append before it. */
    public void notCommitted(QueueException.Reason reason) {}

    /** TLS is up; all that was said before is forgotten (RFC 3207 §4.2). */
    public void secured() {}

    /** The {@link #timeLimit} of the present state has passed: 421. */
    public void timedOut() {}

    /** The server ends: 421 now, or as soon as a pending commit is answered. */
    public void shutDown() {}

    /** The connection is gone: an open draft is discarded, reservations are given back. */
    public void disconnected() {}

    /** How long the present state may last, from its beginning (RFC 5321 §4.5.3.2). */
    public Duration timeLimit() {
        return Duration.ofMinutes(5);
    }
}
