package org.etrngateway.config;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.config.ScheduleConfig.Mode;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;
import org.etrngateway.config.schema.Values;

/** Those settings of a site that say when its mail goes unasked, and when it is given up. */
final class ScheduleKeys {
    static final Key<SiteConfig, List<Mode>> MODE = Key.of(
            "mode",
            site -> site.schedule().mode().stream().sorted().toList(),
            new Listing<>("a list of hold, retry and window", Scalar.oneOf(Mode.class), 1),
            List.of(Mode.HOLD),
            "hold: mail waits for a trigger, without any attempt; retry: attempts at the times of the retry schedule;"
                    + " window: all goes when a window opens, and is tried again while it is open. Each adds to the others.");

    static final Key<SiteConfig, List<WindowConfig>> WINDOWS = Key.of(
            "windows",
            site -> site.schedule().windows(),
            WindowKeys.WINDOWS,
            List.of(),
            "When the site is called where the mode has window.");

    static final Key<SiteConfig, Duration> EXPIRE = Key.of(
            "expire",
            site -> site.schedule().expire(),
            Durations.kind(),
            Duration.ofDays(5),
            "The age at which mail is given up and its sender told.");

    private static final Key<ProbeConfig, Duration> PROBE_EVERY = Key.of(
            "every",
            ProbeConfig::every,
            Durations.kind(),
            Duration.ofMinutes(1),
            "How long the first one waits; each that finds nobody doubles the time, up to an hour.");

    private static final Mapping<ProbeConfig> PROBE_MAPPING = new Mapping<>(
            "a mapping of the settings of probes",
            List.of(PROBE_EVERY),
            values -> new ProbeConfig(values.get(PROBE_EVERY)));

    static final Key<SiteConfig, Optional<ProbeConfig>> PROBE = Key.optional(
            "probe",
            site -> site.schedule().probe(),
            PROBE_MAPPING,
            "Where the mode has retry or window: a site that could not be reached is called for its greeting before its"
                    + " next time has come, while it may be called at all; when it answers, its mail goes.");

    private ScheduleKeys() {}

    static ScheduleConfig assemble(Values<SiteConfig> values) {
        Set<Mode> mode = EnumSet.copyOf(values.get(MODE));
        List<WindowConfig> windows = values.get(WINDOWS);
        if (mode.contains(Mode.WINDOW) && windows.isEmpty()) {
            values.refuse(MODE, "window needs windows: when may the site be called?");
        }
        if (!mode.contains(Mode.WINDOW) && !windows.isEmpty()) {
            values.refuse(WINDOWS, "nothing goes by windows: the mode lacks window");
        }
        boolean anyLarge = windows.stream().anyMatch(WindowConfig::large);
        Optional<OversizeConfig> large =
                values.get(FlushKeys.OVERSIZE).filter(oversize -> oversize.action() == OversizeConfig.Action.WINDOW);
        if (large.isPresent() && !anyLarge) {
            values.refuse(FlushKeys.OVERSIZE, "action: window needs a window with large: true");
        }
        Optional<ProbeConfig> probe = values.get(PROBE);
        if (probe.isPresent() && !mode.contains(Mode.RETRY) && !mode.contains(Mode.WINDOW)) {
            values.refuse(PROBE, "a site that is only held is never called unasked: the mode lacks retry and window");
        }
        return new ScheduleConfig(mode, windows, RetryKeys.assemble(values), values.get(EXPIRE), probe);
    }
}
