package org.etrngateway.config;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.etrngateway.calendar.CronExpression;
import org.etrngateway.calendar.DateRule;

/**
 * When a site may be called without having asked. Immutable.
 *
 * @param cron its starts, in local time of the zone
 * @param length from a start to its end, in time that passes
 * @param budget what one opening may take of the line
 * @param large true if messages go that wait for such a window
 * @param except days on which it does not start
 */
public record WindowConfig(
        CronExpression cron,
        ZoneId zone,
        Duration length,
        BudgetConfig.Limit budget,
        boolean large,
        List<DateRule> except) {
    public WindowConfig {
        except = List.copyOf(except);
    }
}
