package org.etrngateway.config;

import java.util.List;
import java.util.Map;
import org.etrngateway.calendar.DateRule;

/**
 * Retry schedules and lists of dates that other settings call for by name. Where they do, they hold the values
 * themselves. Immutable.
 */
public record NamedTimes(Map<String, RetryRule> schedules, Map<String, List<DateRule>> calendars) {
    public NamedTimes {
        schedules = Map.copyOf(schedules);
        calendars = Map.copyOf(calendars);
    }
}
