package org.etrngateway.notice;

import java.time.Instant;
import java.util.Optional;
import org.etrngateway.wording.Section;

/**
 * When a message that is kept is tried next, as far as anybody can say. Immutable.
 *
 * @param sentence in which it is said
 * @param time where that sentence has one
 */
public record Next(Section sentence, Optional<Instant> time) {
    /** Again and again. */
    public static final Next SOON = new Next(Section.NEXT_SOON, Optional.empty());

    /** When the recipients' mail system asks for it. */
    public static final Next ON_REQUEST = new Next(Section.NEXT_REQUEST, Optional.empty());

    public static Next at(Instant time) {
        return new Next(Section.NEXT_TIME, Optional.of(time));
    }
}
