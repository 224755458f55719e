package org.etrngateway.config;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.calendar.DateRule;
import org.etrngateway.config.schema.Durations;
import org.etrngateway.config.schema.Key;
import org.etrngateway.config.schema.Kind;
import org.etrngateway.config.schema.Listing;
import org.etrngateway.config.schema.Mapping;
import org.etrngateway.config.schema.Scalar;

/** The settings of a window. */
final class WindowKeys {
    private static final Key<WindowConfig, CronExpression> CRON = Key.required(
            "cron",
            WindowConfig::cron,
            new Scalar<>(
                    "a cron expression such as \"0 0 22 * * ?\" (seconds first)",
                    CronExpression::parse,
                    CronExpression::toString),
            "When it opens, in the syntax of Quartz: seconds, minutes, hours, day of month, month, day of week (1 or SUN"
                    + " to 7 or SAT), maybe a year; one of the days is ?.");

    private static final Key<WindowConfig, ZoneId> ZONE = Key.of(
            "zone",
            WindowConfig::zone,
            new Scalar<>("a time zone such as Europe/Berlin", WindowKeys::zone, ZoneId::getId),
            ZoneId.of("UTC"),
            "The time zone of its start.");

    private static final Key<WindowConfig, Duration> FOR = Key.required(
            "for", WindowConfig::length, Durations.kind(), "How long it stays open, whatever clocks do meanwhile.");

    private static final Key<WindowConfig, BudgetConfig.Limit> BUDGET = Key.of(
            "budget",
            WindowConfig::budget,
            BudgetKeys.LIMIT,
            BudgetConfig.Limit.NONE,
            "What one opening may take of the line, besides what the site asks for itself.");

    private static final Key<WindowConfig, Boolean> LARGE = Key.of(
            "large",
            WindowConfig::large,
            Scalar.truth(),
            false,
            "Whether messages go that oversize, action: window, keeps for such a window.");

    private static final Key<WindowConfig, List<DateRule>> EXCEPT = Key.of(
            "except",
            WindowConfig::except,
            new DatesKind(),
            List.of(),
            "Days on which it does not open: of one year, of every year, or all of a calendar.");

    static final Kind<List<WindowConfig>> WINDOWS = new Listing<>(
            "a list of windows such as [{ cron: \"0 0 22 * * ?\", for: 6h }]",
            new Mapping<>(
                    "a mapping of the settings of a window",
                    List.of(CRON, ZONE, FOR, BUDGET, LARGE, EXCEPT),
                    values -> new WindowConfig(
                            values.get(CRON),
                            values.get(ZONE),
                            values.get(FOR),
                            values.get(BUDGET),
                            values.get(LARGE),
                            values.get(EXCEPT))),
            0);

    private WindowKeys() {}

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("this machine knows none of this name", e);
        }
    }
}
