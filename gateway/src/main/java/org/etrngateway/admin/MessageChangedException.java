package org.etrngateway.admin;

import org.etrngateway.queue.MessageId;

/** Somebody or something was faster: the message is not any more as whoever asks has seen it. */
final class MessageChangedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MessageChangedException(MessageId id) {
        super("message " + id + " is not any more as you saw it: look again");
    }
}
