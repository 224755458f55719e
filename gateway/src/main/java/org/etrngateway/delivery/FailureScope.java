package org.etrngateway.delivery;

import org.etrngateway.queue.Outcome;
import org.etrngateway.smtp.EnhancedCode;
import org.etrngateway.smtp.Reply;

/** How far a failure reaches. This is the one place that decides it. */
enum FailureScope {
    /** No failure. */
    NONE,
    /** This recipient of this message; the others go on. */
    RECIPIENT,
    /** This session: the server has taken as much as it takes in one go, and may take more in the next. */
    SESSION,
    /** The site as a whole: the flush ends, and no attempt is counted against its messages. */
    SITE;

    /** The server closes this session (RFC 5321 §3.8): where it has others with us, these may go on. */
    static final int SERVICE_CLOSING = 421;
    /** Out of step: our fault or the server's, never the message's. */
    private static final int BAD_SEQUENCE = 503;
    /** The server wants TLS or AUTH first (RFC 3207 §4, RFC 4954 §6): it would say so to every message. */
    private static final int LOG_IN_FIRST = 530;

    /** Too many recipients in this transaction, or messages in this session (RFC 5321 §4.5.3.1.10). */
    private static final EnhancedCode TOO_MUCH_AT_ONCE = new EnhancedCode(4, 5, 3);

    private static final int SYSTEM = 3;
    private static final int NETWORK = 4;

    /**
     * The scope of a reply within a transaction. A server that says its system (4.3.x: full, going down)
     * or its network (4.4.x) fails says nothing about the message; all else is about this message.
     */
    static FailureScope of(Reply reply) {
        if (reply.isPositive()) {
            return NONE;
        }
        if (reply.code() == SERVICE_CLOSING || reply.code() == BAD_SEQUENCE || reply.code() == LOG_IN_FIRST) {
            return SITE;
        }
        if (reply.enhanced().filter(TOO_MUCH_AT_ONCE::equals).isPresent()) {
            return SESSION;
        }
        boolean system = reply.enhanced().map(FailureScope::isSystem).orElse(false);
        return reply.isTransient() && system ? SITE : RECIPIENT;
    }

    private static boolean isSystem(EnhancedCode code) {
        return code.subject() == SYSTEM && code.detail() <= 2 && code.detail() > 0 || code.subject() == NETWORK;
    }

    /** What a recipient comes to; no failure of a whole server is final for it. */
    static Outcome.Kind outcome(Reply reply) {
        if (reply.isPositive()) {
            return Outcome.Kind.DELIVERED;
        }
        return reply.isPermanent() && of(reply) == RECIPIENT ? Outcome.Kind.FAILED : Outcome.Kind.DEFERRED;
    }
}
