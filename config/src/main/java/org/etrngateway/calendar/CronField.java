package org.etrngateway.calendar;

import java.util.BitSet;
import java.util.List;
import java.util.Locale;

/**
 * One numeric field of a cron expression: which of its values it names. Immutable.
 *
 * @param name completes "in the … field"
 * @param names words that stand for {@code least}, the value behind it, and so on; none if there are no words
 */
record CronField(String name, int least, int most, List<String> names) {
    static final CronField SECOND = new CronField("seconds", 0, 59, List.of());
    static final CronField MINUTE = new CronField("minutes", 0, 59, List.of());
    static final CronField HOUR = new CronField("hours", 0, 23, List.of());
    static final CronField DAY = new CronField("day-of-month", 1, 31, List.of());
    static final CronField MONTH = new CronField(
            "month",
            1,
            12,
            List.of("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"));
    /** 1 is Sunday, as in Quartz; Unix cron counts otherwise. */
    static final CronField WEEKDAY =
            new CronField("day-of-week", 1, 7, List.of("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"));

    static final CronField YEAR = new CronField("year", 1970, 2099, List.of());

    /**
     * Reads a list of values, ranges and steps.
     *
     * @throws IllegalArgumentException if it is none
     */
    BitSet parse(String text) {
        BitSet values = new BitSet(most + 1);
        for (String item : text.split(",", -1)) {
            add(item, values);
        }
        return values;
    }

    private void add(String item, BitSet values) {
        int slash = item.indexOf('/');
        String range = slash < 0 ? item : item.substring(0, slash);
        int step = slash < 0 ? 1 : step(item.substring(slash + 1));
        int first = least;
        int last = most;
        if (!range.equals("*")) {
            int dash = range.indexOf('-');
            first = value(dash < 0 ? range : range.substring(0, dash));
            if (dash >= 0) {
                last = value(range.substring(dash + 1));
            } else if (slash < 0) {
                last = first;
            }
        }
        // FRI-MON and 22-2 go on from the beginning
        int length = last >= first ? last - first : most - first + 1 + last - least;
        for (int i = 0; i <= length; i += step) {
            int value = first + i;
            values.set(value > most ? value - most - 1 + least : value);
        }
    }

    private int step(String text) {
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < 1 || Integer.parseInt(text) > most) {
            throw wrong("'" + text + "' is no step");
        }
        return Integer.parseInt(text);
    }

    /** One number or name. */
    int value(String text) {
        int named = names.indexOf(text.toUpperCase(Locale.ROOT));
        if (named >= 0) {
            return least + named;
        }
        if (!text.matches("[0-9]{1,4}") || Integer.parseInt(text) < least || Integer.parseInt(text) > most) {
            String words = names.isEmpty() ? "" : ", or " + names.get(0) + " to " + names.get(names.size() - 1);
            throw wrong("'" + text + "' is not " + least + " to " + most + words);
        }
        return Integer.parseInt(text);
    }

    IllegalArgumentException wrong(String why) {
        return new IllegalArgumentException("in the " + name + " field " + why);
    }
}
