package org.etrngateway.doctor;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Whether the clock can be believed: expiry and windows go by it. */
public final class ClockCheck implements Check {
    private static final String ABOUT = "clock";
    private static final Instant BEFORE_US = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMinutes(1);

    private final Clock clock;
    private final Optional<Instant> lastRun;
    private final List<Path> signs;

    /**
     * @param lastRun when a gateway last ran here, by the clock of then
     * @param signs files that are there while something keeps the clock right
     */
    public ClockCheck(Clock clock, Optional<Instant> lastRun, List<Path> signs) {
        this.clock = clock;
        this.lastRun = lastRun;
        this.signs = List.copyOf(signs);
    }

    @Override
    public List<Finding> look() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (now.isBefore(BEFORE_US)) {
            return List.of(Finding.problem(
                    ABOUT,
                    "it is " + now + ", says the clock",
                    "set it, and let NTP keep it: mail would expire at once when it is"));
        }
        if (lastRun.filter(last -> last.isAfter(now.plus(TOLERANCE))).isPresent()) {
            return List.of(Finding.problem(
                    ABOUT,
                    "it is " + now + ", says the clock, but the gateway has run at "
                            + lastRun.get().truncatedTo(ChronoUnit.SECONDS),
                    "correct the clock; meanwhile nothing expires (setting expiry-grace)"));
        }
        return List.of(
                signs.stream().anyMatch(Files::exists)
                        ? Finding.ok(ABOUT, "it is " + now + ", and kept right")
                        : Finding.advice(
                                ABOUT,
                                "it is " + now + "; nothing here seems to keep the clock right",
                                "install chrony or systemd-timesyncd, unless this machine's host sees to it"));
    }
}
