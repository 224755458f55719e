package org.etrngateway.delivery;

import java.time.Duration;
import java.util.Optional;
import org.etrngateway.config.BudgetConfig.Limit;

/**
 * What flushes of a site used of its line. Immutable.
 *
 * @param bytes octets of the messages that began to be sent
 * @param time how long sessions were open
 */
public record LineUse(long bytes, Duration time) {
    static final LineUse NONE = new LineUse(0, Duration.ZERO);

    LineUse plus(long moreBytes, Duration moreTime) {
        return new LineUse(bytes + moreBytes, time.plus(moreTime));
    }

    /** How much of a limit that is, in per cent of its scarcer part, 100 at most; empty if there is no limit. */
    public Optional<Integer> percentOf(Limit limit) {
        if (limit.isNone()) {
            return Optional.empty();
        }
        double ofBytes = limit.bytes() == 0 ? 0 : (double) bytes / limit.bytes();
        double ofTime = limit.time()
                .map(most -> (double) time.toMillis() / most.toMillis())
                .orElse(0.0);
        return Optional.of((int) Math.min(100, Math.floor(100 * Math.max(ofBytes, ofTime))));
    }

    /** True if no message may begin any more. */
    boolean exhausts(Limit limit) {
        return limit.bytes() > 0 && bytes >= limit.bytes()
                || limit.time().filter(most -> time.compareTo(most) >= 0).isPresent();
    }
}
