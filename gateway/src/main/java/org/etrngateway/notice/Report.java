package org.etrngateway.notice;

import java.util.List;
import org.etrngateway.queue.Outcome;
import org.etrngateway.wording.Section;

/** What a notice about recipients of a message says of all of them (RFC 3464 §2.3.3). */
public enum Report {
    /** Refused for good. */
    FAILED("failed", "5.0.0", Section.FAILED),
    /** Given up by age. */
    EXPIRED("failed", "5.4.7", Section.EXPIRED),
    /** Handed to a server that tells nothing of what comes of it: who wanted to know of success hears this. */
    RELAYED("relayed", "2.0.0", Section.RELAYED),
    /** Not delivered so far, and kept. */
    DELAYED("delayed", "4.0.0", Section.DELAYED),
    /** Not delivered by when its sender wanted it (RFC 2852), and tried further. */
    LATE("delayed", "4.4.7", Section.LATE),
    /** Kept until an operator has looked at it. */
    HELD("delayed", "4.2.3", Section.HELD);

    private final String action;
    private final String status;
    private final Section section;

    Report(String action, String status, Section section) {
        this.action = action;
        this.status = status;
        this.section = section;
    }

    /** Of recipients that were lost together. */
    static Report of(List<Outcome> lost) {
        return lost.stream().allMatch(it -> it.kind() == Outcome.Kind.EXPIRED) ? EXPIRED : FAILED;
    }

    String action() {
        return action;
    }

    /** The enhanced code where a reply has none. */
    String status() {
        return status;
    }

    /** The words for people. */
    Section section() {
        return section;
    }

    /** True if RET=FULL is heeded: only of what failed may all be returned (RFC 3461 §4.3). */
    boolean mayReturnAll() {
        return this == FAILED || this == EXPIRED;
    }

    /** True of something that lasts: then it is said until when. */
    boolean isDelay() {
        return this == DELAYED || this == HELD || this == LATE;
    }
}
