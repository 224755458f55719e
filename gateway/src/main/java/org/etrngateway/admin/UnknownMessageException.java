package org.etrngateway.admin;

import org.etrngateway.queue.MessageId;

/** An operator named a message that a site does not have, or has no more. */
final class UnknownMessageException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnknownMessageException(String site, MessageId id) {
        super("site " + site + " has no message " + id);
    }
}
