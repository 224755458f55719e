package org.etrngateway.session;

import java.util.Optional;
import org.etrngateway.smtp.Reply;

/**
 * Where a server session goes from what came. The state is entered, then the client is answered, then what is behind
 * the answer is done; only CLOSED is entered last of all, for nothing is said there.
 *
 * @param reply empty: none is due yet
 * @param then nothing, unless the state waits for what it brings
 */
record Transition(ServerState next, Optional<Reply> reply, Runnable then) {
    static Transition to(ServerState next, Reply reply) {
        return new Transition(next, Optional.of(reply), () -> {});
    }

    /** To a state in which octets are due, or an answer of the other side: the client hears of it later. */
    static Transition until(ServerState next, Runnable asks) {
        return new Transition(next, Optional.empty(), asks);
    }

    Transition then(Runnable asks) {
        return new Transition(next, reply, asks);
    }
}
