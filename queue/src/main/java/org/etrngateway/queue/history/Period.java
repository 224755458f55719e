package org.etrngateway.queue.history;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;

/**
 * A time for which there are figures. Immutable.
 *
 * @param start its first moment
 */
public record Period(Instant start, Figures figures) {
    /** How long periods are. */
    public enum Span {
        /** An hour. */
        HOUR(Duration.ofDays(14)),
        /** A calendar day. */
        DAY(Duration.ofDays(366));

        private final Duration kept;

        Span(Duration kept) {
            this.kept = kept;
        }

        /** How long it is known how such a period was. */
        public Duration kept() {
            return kept;
        }

        /** The first moment of the one that has an instant. */
        Instant start(Instant at, ZoneId zone) {
            return at.atZone(zone)
                    .truncatedTo(this == DAY ? ChronoUnit.DAYS : ChronoUnit.HOURS)
                    .toInstant();
        }
    }
}
