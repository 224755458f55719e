package org.etrngateway.config;

import java.time.Duration;
import java.util.Optional;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Scalar;

/**
 * When the sender of a message that waits is told so. Immutable.
 *
 * @param after its age; empty: never
 */
public record NoticeDelay(Optional<Duration> after) {
    public static final NoticeDelay NEVER = new NoticeDelay(Optional.empty());

    private static final String NEVER_WORD = "never";

    static final Scalar<NoticeDelay> KIND =
            new Scalar<>("a duration such as 4h, or never", NoticeDelay::parse, NoticeDelay::format);

    public static NoticeDelay of(Duration age) {
        return new NoticeDelay(Optional.of(age));
    }

    private static NoticeDelay parse(String text) {
        return text.equals(NEVER_WORD) ? NEVER : of(Durations.parse(text));
    }

    private static String format(NoticeDelay delay) {
        return delay.after().map(Durations::format).orElse(NEVER_WORD);
    }
}
