package org.etrngateway.delivery;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one line of a site that wants it turned round, and the answer that the site waits for. A flush that has mail
 * connects: that is what grants the turn, so that a site without mail hears so and keeps its role (RFC 2645 §5.2.1).
 * Thread-safe.
 */
final class Turn implements Connector {
    private final Connector line;
    private final long waiting;
    private final CompletableFuture<TriggerAnswer> answer = new CompletableFuture<>();
    private final AtomicBoolean used = new AtomicBoolean();

    /**
     * @param line connects to the site over its own connection, once that is turned
     * @param waiting units that the site has
     */
    Turn(Connector line, long waiting) {
        this.line = line;
        this.waiting = waiting;
    }

    CompletionStage<TriggerAnswer> answer() {
        return answer;
    }

    /** There is no turn. */
    void refuse(TriggerAnswer why) {
        answer.complete(why);
    }

    /**
     * The flush is over.
     *
     * @param failure why it could not do all; empty if it could
     * @return true if the line was turned
     */
    boolean ended(Optional<String> failure) {
        refuse(failure.map(TriggerAnswer::refused).orElseGet(TriggerAnswer::empty));
        return used.get();
    }

    @Override
    public void connect(InetSocketAddress target, Optional<InetAddress> bind, Duration limit, Events events) {
        if (used.compareAndSet(false, true)) {
            line.connect(target, bind, limit, events);
            answer.complete(TriggerAnswer.started(waiting));
        } else {
            events.closed("the turned connection is over: what is left waits for the next turn");
        }
    }
}
