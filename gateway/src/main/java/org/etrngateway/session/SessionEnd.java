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
        /** STARTTLS was offered but did not work; without it the session may. */
        NO_TLS
    }

    static SessionEnd done() {
        return new SessionEnd(Kind.DONE, "", Optional.empty());
    }

    static SessionEnd failed(String reason) {
        return new SessionEnd(Kind.FAILED, reason, Optional.empty());
    }

    static SessionEnd refused(Reply reply) {
        return new SessionEnd(Kind.FAILED, reply.toString(), Optional.of(reply));
    }

    static SessionEnd noTls(String reason) {
        return new SessionEnd(Kind.NO_TLS, reason, Optional.empty());
    }
}
