package org.etrngateway.calendar;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.BitSet;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Points of local time in the syntax of Quartz: seconds, minutes, hours, day of month, month, day of week, and maybe a
 * year; one of the two day fields is {@code ?}. Own, and not Quartz's, for settings are read before Quartz may be
 * loaded, and because what daylight saving does to it shall be ours to define. Immutable; equal if written alike.
 */
public final class CronExpression {
    private static final int ANY_DAY = 3;
    private static final int MONTH = 4;
    private static final int WEEKDAY = 5;
    private static final int YEAR = 6;
    /** The calendar repeats in 400 years; the rarest day in it, a leap day of a certain weekday, within 40. */
    private static final int SEARCH_YEARS = 41;

    private final String text;
    private final BitSet seconds;
    private final BitSet minutes;
    private final BitSet hours;
    private final boolean everyHour;
    private final Predicate<LocalDate> days;
    private final BitSet months;
    private final BitSet years;

    private CronExpression(String text, String[] fields) {
        this.text = text;
        seconds = CronField.SECOND.parse(fields[0]);
        minutes = CronField.MINUTE.parse(fields[1]);
        hours = CronField.HOUR.parse(fields[2]);
        everyHour = hours.cardinality() == CronField.HOUR.most() + 1;
        months = CronField.MONTH.parse(fields[MONTH]);
        boolean byWeek = fields[ANY_DAY].equals("?");
        if (byWeek == fields[WEEKDAY].equals("?")) {
            throw new IllegalArgumentException("one of day-of-month and day-of-week is ?, and not both");
        }
        days = byWeek ? DayRule.ofWeek(fields[WEEKDAY]) : DayRule.ofMonth(fields[ANY_DAY]);
        years = CronField.YEAR.parse(fields.length > YEAR ? fields[YEAR] : "*");
    }

    /**
     * Reads an expression such as {@code 0 0 22 * * ?}.
     *
     * @throws IllegalArgumentException if the text is none; the message says why
     */
    public static CronExpression parse(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length < YEAR || fields.length > YEAR + 1) {
            throw new IllegalArgumentException("it has " + fields.length + " fields: seconds, minutes, hours,"
                    + " day-of-month, month, day-of-week and maybe year are wanted");
        }
        CronExpression cron = new CronExpression(String.join(" ", fields), fields);
        LocalDateTime begin = LocalDate.of(cron.years.nextSetBit(0), 1, 1).atStartOfDay();
        if (cron.next(begin.minusSeconds(1)).isEmpty()) {
            throw new IllegalArgumentException("there is no such day");
        }
        return cron;
    }

    /** True if it names each hour of its days: then it goes by time that passes, whatever clocks show. */
    public boolean isEveryHour() {
        return everyHour;
    }

    /** The first point behind another; empty if there is none in the next forty years. */
    public Optional<LocalDateTime> next(LocalDateTime after) {
        LocalDateTime from = after.withNano(0).plusSeconds(1);
        LocalDate day = from.toLocalDate();
        LocalDate end = day.plusYears(SEARCH_YEARS);
        Optional<LocalTime> time = matches(day) ? timeFrom(from.toLocalTime()) : Optional.empty();
        while (time.isEmpty() && day.isBefore(end)) {
            day = dayFrom(day.plusDays(1), end);
            time = matches(day) ? timeFrom(LocalTime.MIDNIGHT) : Optional.empty();
        }
        return time.map(day::atTime);
    }

    private boolean matches(LocalDate day) {
        return years.get(day.getYear()) && months.get(day.getMonthValue()) && days.test(day);
    }

    /** The first day from one on that matches; none before the end, if none does. */
    private LocalDate dayFrom(LocalDate first, LocalDate end) {
        LocalDate day = first;
        while (day.isBefore(end) && !matches(day)) {
            boolean skipMonth = !years.get(day.getYear()) || !months.get(day.getMonthValue());
            day = skipMonth ? day.withDayOfMonth(1).plusMonths(1) : day.plusDays(1);
        }
        return day;
    }

    private Optional<LocalTime> timeFrom(LocalTime from) {
        int hour = hours.nextSetBit(from.getHour());
        if (hour == from.getHour()) {
            int minute = minutes.nextSetBit(from.getMinute());
            if (minute == from.getMinute()) {
                int second = seconds.nextSetBit(from.getSecond());
                if (second >= 0) {
                    return Optional.of(LocalTime.of(hour, minute, second));
                }
                minute = minutes.nextSetBit(from.getMinute() + 1);
            }
            if (minute >= 0) {
                return Optional.of(LocalTime.of(hour, minute, seconds.nextSetBit(0)));
            }
            hour = hours.nextSetBit(from.getHour() + 1);
        }
        return hour < 0
                ? Optional.empty()
                : Optional.of(LocalTime.of(hour, minutes.nextSetBit(0), seconds.nextSetBit(0)));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CronExpression cron && cron.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** As it was written. */
    @Override
    public String toString() {
        return text;
    }
}
