package org.etrngateway.queue.history;

import java.time.Duration;
import java.time.Instant;
import org.etrngateway.address.SiteName;

/**
 * One thing that happened to a site. Immutable.
 *
 * @param at by the wall clock
 * @param cause what asked: ETRN, ATRN, OPERATOR and so on, in upper case; of an order, what was decided: PAUSE, RELEASE
 * @param by who asked: from which address, by which identity; or which operator
 * @param result the answer, or how the flush ended; of an order, of what
 * @param work what a flush did; {@link Work#NONE} for a question
 * @param why the reason that an operator gave, at most 200 characters; empty text where there is none
 */
public record HistoryEntry(
        Instant at, SiteName site, Kind kind, String cause, String by, String result, Work work, String why) {
    /** One of which nobody said why. */
    public HistoryEntry(Instant at, SiteName site, Kind kind, String cause, String by, String result, Work work) {
        this(at, site, kind, cause, by, result, work, "");
    }

    /** The result of a flush that ended when all was delivered. */
    public static final String WELL = "well";

    /** What happened. */
    public enum Kind {
        /** Somebody asked for the site's mail, and was answered. */
        ASKED,
        /** A flush is over. */
        FLUSHED,
        /** An operator decided something about the site or a message of it, such as a pause. */
        ORDERED
    }

    /**
     * What a flush did.
     *
     * @param delivered recipients that the site took; likewise the others
     * @param octets of content that were answered
     * @param lasted from its beginning to its end
     */
    public record Work(long delivered, long deferred, long failed, long octets, Duration lasted) {
        /** Nothing. */
        public static final Work NONE = new Work(0, 0, 0, 0, Duration.ZERO);
    }

    /** True if the site itself was heard: it asked, or its server answered for a recipient or to the end. */
    public boolean isContact() {
        // Over another way it is another server that is heard.
        boolean elsewhere = cause.equals("REDIRECT");
        return switch (kind) {
            case ASKED -> !elsewhere && !cause.equals("OPERATOR");
            case FLUSHED -> !elsewhere && isHeard();
            case ORDERED -> false;
        };
    }

    private boolean isHeard() {
        return result.equals(WELL) || work.delivered() + work.deferred() + work.failed() > 0;
    }
}
