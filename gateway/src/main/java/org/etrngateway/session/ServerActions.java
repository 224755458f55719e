package org.etrngateway.session;

import java.util.concurrent.CompletionStage;
import org.etrngateway.smtp.Reply;

/**
 * What a server session asks of the side that does its I/O. Called on the session's thread, in the
 * order in which the effects must happen.
 */
public interface ServerActions {
    /** Sends a reply, behind those before it. */
    void reply(Reply reply);

    /** Where mail of the client goes: the same whenever it is asked for. */
    Drafts drafts();

    /** Starts TLS as server once the replies before it are written; then {@link ServerSession#secured}, or the end of the connection. */
    void startTls();

    /**
     * Waits for an answer of the policy: then, later or before this returns, {@link ServerSession#answered}. A failure
     * is the answer 451.
     */
    void await(CompletionStage<Reply> answer);

    /**
     * Gives the connection to the session of the other role, once the replies before it are written; what was read
     * by then is dropped.
     */
    void turn();

    /** Closes the connection once the replies before it are written. */
    void close();
}
