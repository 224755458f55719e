package org.etrngateway.smtp;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import org.etrngateway.queue.DeliverBy;

/**
 * What MAIL says of how the message is to be delivered. Immutable.
 *
 * @param priority MT-PRIORITY (RFC 6710): -9 to 9
 * @param by BY (RFC 2852)
 * @param hold HOLDFOR or HOLDUNTIL (RFC 4865)
 */
public record Wanted(OptionalInt priority, Optional<DeliverBy> by, Optional<Hold> hold) {
    public static final Wanted NOTHING = new Wanted(OptionalInt.empty(), Optional.empty(), Optional.empty());

    /** Until when a message is to be held. */
    public sealed interface Hold {
        /**
         * The instant at which it ends.
         *
         * @param now when the message came
         */
        Instant end(Instant now);

        /**
         * HOLDFOR.
         *
         * @param seconds 1 to 999,999,999
         */
        record For(int seconds) implements Hold {
            @Override
            public Instant end(Instant now) {
                return now.plusSeconds(seconds);
            }
        }

        /** HOLDUNTIL; it may have passed. */
        record Until(Instant instant) implements Hold {
            @Override
            public Instant end(Instant now) {
                return instant;
            }
        }
    }
}
