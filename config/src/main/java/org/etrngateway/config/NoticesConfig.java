package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import org.etrngateway.address.DomainName;
import org.etrngateway.wording.Language;
import org.etrngateway.wording.Wording;

/**
 * What senders are told, and how. Immutable.
 *
 * @param delay the age of a message at which its sender is told that it waits, where a site says nothing else
 * @param ahead a window that opens no later than in this time is waited for before a sender is told
 * @param language in which, where a site says nothing else
 * @param wording the texts
 * @param bounce which senders are told at all
 * @param believe the upstreams' filters whose Authentication-Results (RFC 8601) are believed, by their names in it
 */
public record NoticesConfig(
        NoticeDelay delay,
        Duration ahead,
        Language language,
        Wording wording,
        Bounce bounce,
        List<DomainName> believe) {
    /** What is in force where nothing is said. */
    public static final NoticesConfig STANDARD = new NoticesConfig(
            // RFC 5321 §4.5.4.1 leaves it open; four hours are the custom.
            NoticeDelay.of(Duration.ofHours(4)),
            Duration.ofDays(1),
            Language.EN,
            Wording.STANDARD,
            Bounce.ALWAYS,
            List.of());

    public NoticesConfig {
        believe = List.copyOf(believe);
    }

    /** Which senders are told. */
    public enum Bounce {
        /** All. */
        ALWAYS,
        /** Those who are likely to have sent the message. */
        PLAUSIBLE,
        /** Nobody. */
        NEVER
    }
}
