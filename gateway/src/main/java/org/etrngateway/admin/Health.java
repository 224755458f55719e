package org.etrngateway.admin;

import java.util.Optional;
import org.etrngateway.queue.MailQueue;

/**
 * Whether the gateway does its work, for what watches over it: nothing here is a secret.
 *
 * @param status up or down
 * @param reason why it is down
 */
public record Health(String status, Optional<String> reason) {
    /** The process runs and answers. */
    static final Health UP = new Health("up", Optional.empty());

    /** Whether mail is taken now: ports are open by the time anybody can ask. */
    static Health of(MailQueue.Acceptance acceptance) {
        return switch (acceptance) {
            case OPEN -> UP;
            case FULL -> new Health("down", Optional.of("the disk is full: new mail is refused for now"));
            case FAILED -> new Health("down", Optional.of("the disk has failed: the gateway ends"));
        };
    }

    boolean isUp() {
        return reason.isEmpty();
    }
}
