package org.etrngateway.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** The day fields of a cron expression: which days of a month they name. Immutable. */
final class DayRule {
    private static final int FRIDAY = DayOfWeek.FRIDAY.getValue();
    private static final int DAYS_OF_A_WEEK = 7;

    private DayRule() {}

    /** The days that a day-of-month field names: numbers, L, L-3, LW, 15W. */
    static Predicate<LocalDate> ofMonth(String text) {
        List<Predicate<LocalDate>> any = new ArrayList<>();
        for (String item : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            any.add(dayOfMonth(item));
        }
        return day -> any.stream().anyMatch(one -> one.test(day));
    }

    private static Predicate<LocalDate> dayOfMonth(String item) {
        if (item.equals("LW")) {
            return day -> day.equals(weekdayNear(day, day.lengthOfMonth()));
        }
        if (item.equals("L")) {
            return day -> day.getDayOfMonth() == day.lengthOfMonth();
        }
        if (item.matches("L-[0-9]{1,2}")) {
            int before = Integer.parseInt(item.substring(2));
            if (before > 30) {
                throw CronField.DAY.wrong("'" + item + "' is before any month");
            }
            return day -> day.getDayOfMonth() == day.lengthOfMonth() - before;
        }
        if (item.endsWith("W")) {
            int near = CronField.DAY.value(item.substring(0, item.length() - 1));
            return day -> near <= day.lengthOfMonth() && day.equals(weekdayNear(day, near));
        }
        BitSet days = CronField.DAY.parse(item);
        return day -> days.get(day.getDayOfMonth());
    }

    /** The working day that is nearest to a day, in the same month. */
    private static LocalDate weekdayNear(LocalDate month, int day) {
        LocalDate near = month.withDayOfMonth(day);
        int weekday = near.getDayOfWeek().getValue();
        if (weekday == DayOfWeek.SATURDAY.getValue()) {
            return day > 1 ? near.minusDays(1) : near.plusDays(2);
        }
        if (weekday == DayOfWeek.SUNDAY.getValue()) {
            return day < month.lengthOfMonth() ? near.plusDays(1) : near.minusDays(weekday - FRIDAY);
        }
        return near;
    }

    /** The days that a day-of-week field names: numbers and names, FRI#3, 6L, L. */
    static Predicate<LocalDate> ofWeek(String text) {
        List<Predicate<LocalDate>> any = new ArrayList<>();
        for (String item : text.toUpperCase(Locale.ROOT).split(",", -1)) {
            any.add(dayOfWeek(item));
        }
        return day -> any.stream().anyMatch(one -> one.test(day));
    }

    private static Predicate<LocalDate> dayOfWeek(String item) {
        if (item.equals("L")) {
            return day -> number(day) == CronField.WEEKDAY.most();
        }
        int hash = item.indexOf('#');
        if (hash >= 0) {
            int weekday = CronField.WEEKDAY.value(item.substring(0, hash));
            String which = item.substring(hash + 1);
            if (!which.matches("[1-5]")) {
                throw CronField.WEEKDAY.wrong("'" + item + "' is none of the first to fifth of a month");
            }
            int nth = Integer.parseInt(which);
            return day -> number(day) == weekday && (day.getDayOfMonth() - 1) / DAYS_OF_A_WEEK == nth - 1;
        }
        if (item.matches("[0-9A-Z]+L")
                && item.length() > 1
                && !CronField.WEEKDAY.names().contains(item)) {
            int weekday = CronField.WEEKDAY.value(item.substring(0, item.length() - 1));
            return day -> number(day) == weekday && day.getDayOfMonth() > day.lengthOfMonth() - DAYS_OF_A_WEEK;
        }
        BitSet days = CronField.WEEKDAY.parse(item);
        return day -> days.get(number(day));
    }

    /** Sunday is 1. */
    private static int number(LocalDate day) {
        return day.getDayOfWeek().getValue() % DAYS_OF_A_WEEK + 1;
    }
}
