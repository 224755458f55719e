package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.smtp.Reply;

/**
 * How a client session ended.
 *
 * @param reason in a few words; printable
 * @param reply the server's reply that ended it
 */
public record SessionEnd(Kind kind, String reason, Optional<Reply> reply) {
    /** The ways it can end. */
    public enum Kind {
        /** All was said, and QUIT. */
        DONE,
        /** The connection, the server's greeting or the server itself failed. */
        FAILED,
        /** The server's replies do not fit what was said: it cannot follow at this pace. */
        OUT_OF_STEP,
        /** STARTTLS was offered but did not work; without it the session may. */
        NO_TLS
    }

    /** A session that owed nothing is over. */
    public static SessionEnd done() {
        return new SessionEnd(Kind.DONE, "", Optional.empty());
    }

    static SessionEnd failed(String reason) {
        return new SessionEnd(Kind.FAILED, reason, Optional.empty());
    }

    static SessionEnd outOfStep(Reply reply) {
        return new SessionEnd(Kind.OUT_OF_STEP, "out of step: " + reply, Optional.empty());
    }

    static SessionEnd refused(Reply reply) {
        return new SessionEnd(Kind.FAILED, reply.toString(), Optional.of(reply));
    }

    static SessionEnd noTls(String reason) {
        return new SessionEnd(Kind.NO_TLS, reason, Optional.empty());
    }
}
