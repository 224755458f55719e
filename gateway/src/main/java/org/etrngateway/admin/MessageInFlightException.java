package org.etrngateway.admin;

import org.etrngateway.queue.MessageId;

/** What an operator wants to end is being delivered just now, or has just met its end. */
final class MessageInFlightException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MessageInFlightException(MessageId id) {
        super("message " + id + " is being delivered just now: try again when its flush is over");
    }
}
