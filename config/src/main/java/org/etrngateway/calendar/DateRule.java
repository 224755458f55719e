package org.etrngateway.calendar;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.MonthDay;

/** A date of one year, {@code 2027-03-26}, or the same of every year, {@code 12-25}. Immutable. */
public final class DateRule {
    private final String text;
    private final int year;
    private final MonthDay day;

    private DateRule(String text, int year, MonthDay day) {
        this.text = text;
        this.year = year;
        this.day = day;
    }

    /**
     * @throws IllegalArgumentException if the text is no date
     */
    public static DateRule parse(String text) {
        try {
            if (text.length() > "12-25".length()) {
                LocalDate date = LocalDate.parse(text);
                return new DateRule(text, date.getYear(), MonthDay.from(date));
            }
            return new DateRule(text, 0, MonthDay.parse("--" + text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("there is no such date", e);
        }
    }

    /** True if it names this day. */
    public boolean matches(LocalDate date) {
        return (year == 0 || year == date.getYear()) && MonthDay.from(date).equals(day);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DateRule rule && rule.text.equals(text);
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
