package org.etrngateway.queue;

import java.time.Instant;

/**
 * What became of one recipient. Immutable.
 *
 * @param recipient its position in the envelope
 * @param reply the site's last reply, or our reason; one line, printable
 * @param notice for a failed or expired recipient: the id of the notice to its sender, or the reason
 *     why none was sent; else empty
 */
public record Outcome(int recipient, Kind kind, Instant at, String reply, String notice) {

    /** An outcome that needs no word on a notice. */
    public static Outcome of(int recipient, Kind kind, Instant at, String reply) {
        return new Outcome(recipient, kind, at, reply, "");
    }

    /** The ways it can go. */
    public enum Kind {
        /** The site answered 2xx. */
        DELIVERED,
        /** Tried in vain and kept; an attempt is counted. */
        DEFERRED,
        /** Refused for good. */
        FAILED,
        /** Given up by age. */
        EXPIRED,
        /** Deleted by an operator. */
        REMOVED;

        /** True if the recipient's story ends with it. */
        public boolean isFinal() {
            return this != DEFERRED;
        }
    }
}
