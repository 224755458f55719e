package org.etrngateway.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When mail goes without being asked for, and when it is given up. Immutable.
 *
 * @param mode what releases mail besides triggers; each adds to the others
 * @param windows where the mode has {@code WINDOW}: when the site may be called
 * @param retry the delays between attempts where the mode has {@code RETRY}, and within a window
 * @param expire the age at which mail is given up and its sender told
 * @param probe if it is found out whether the site is there before its next time has come; never where mail is held
 */
public record ScheduleConfig(
        Set<Mode> mode, List<WindowConfig> windows, RetryConfig retry, Duration expire, Optional<ProbeConfig> probe) {
    /** Nothing goes that was not asked for. */
    public static final ScheduleConfig HOLD =
            new ScheduleConfig(Set.of(Mode.HOLD), List.of(), RetryConfig.STANDARD, Duration.ofDays(5));

    /** Without probes. */
    public ScheduleConfig(Set<Mode> mode, List<WindowConfig> windows, RetryConfig retry, Duration expire) {
        this(mode, windows, retry, expire, Optional.empty());
    }

    public ScheduleConfig {
        mode = Set.copyOf(mode);
        windows = List.copyOf(windows);
    }

    /** True if attempts are made at the times of the retry schedule, at any hour. */
    public boolean retries() {
        return mode.contains(Mode.RETRY);
    }

    /** True if nothing goes that was not asked for. */
    public boolean isHeld() {
        return mode.equals(Set.of(Mode.HOLD));
    }

    /** What releases mail besides triggers. */
    public enum Mode {
        /** Nothing: mail waits for a trigger. */
        HOLD,
        /** Attempts at the times of the retry schedule. */
        RETRY,
        /** Windows: all goes when one opens, and what arrives or has to be tried again while it is open. */
        WINDOW
    }
}
