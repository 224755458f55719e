package org.etrngateway.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.Optional;
import org.etrngateway.calendar.CronExpression;

/**
 * The instants at which clocks in a zone show what a cron expression names. Where the clocks go forward, what lies in
 * the hour that is left out happens once, when they do; where they go back, what lies in the hour that comes twice
 * happens the first time only. An expression that names each hour goes by time that passes: it has its points in both
 * hours, and none for the one that is left out. Immutable.
 */
final class Starts {
    /** A rule without a point for so long has none. */
    static final Duration LONGEST = Duration.ofDays(366 * 41L);

    private final CronExpression cron;
    private final ZoneRules rules;

    Starts(CronExpression cron, ZoneId zone) {
        this.cron = cron;
        this.rules = zone.getRules();
    }

    /** The first one behind an instant; empty if there is none in the next forty years. */
    Optional<Instant> next(Instant after) {
        Instant from = after;
        Optional<Instant> found;
        do {
            ZoneOffset offset = rules.getOffset(from);
            Optional<ZoneOffsetTransition> change = Optional.ofNullable(rules.nextTransition(from));
            Optional<Instant> next = within(from, offset);
            if (next.isEmpty() && change.isEmpty()) {
                return Optional.empty();
            }
            Instant end = change.map(ZoneOffsetTransition::getInstant).orElse(Instant.MAX);
            boolean before = next.filter(end::isAfter).isPresent();
            found = before ? next : change.flatMap(this::at);
            from = end;
        } while (found.isEmpty() && from.isBefore(after.plus(LONGEST)));
        return found;
    }

    /** The next point as long as clocks differ from UTC by this offset. */
    private Optional<Instant> within(Instant from, ZoneOffset offset) {
        LocalDateTime local = LocalDateTime.ofInstant(from, offset);
        if (!cron.isEveryHour()) {
            local = behindRepeated(from, local);
        }
        return cron.next(local).map(time -> time.toInstant(offset));
    }

    /** In an hour that comes the second time: its end, for all of it was before. */
    private LocalDateTime behindRepeated(Instant from, LocalDateTime local) {
        ZoneOffsetTransition last = rules.previousTransition(from.plusNanos(1));
        boolean repeated = last != null && last.isOverlap() && local.isBefore(last.getDateTimeBefore());
        // The end itself is no part of it: the clock showed it at the change, and went back.
        return repeated ? last.getDateTimeBefore().minusNanos(1) : local;
    }

    /** The moment at which the clocks change, if it is a point: one of those that they leave out, or the one they show. */
    private Optional<Instant> at(ZoneOffsetTransition change) {
        LocalDateTime shown = change.getDateTimeAfter();
        boolean every = cron.isEveryHour();
        LocalDateTime first = change.isGap() && !every ? change.getDateTimeBefore() : shown;
        // An overlap begins anew with what has been: only who goes by time that passes has a point there.
        if (change.isOverlap() && !every) {
            return Optional.empty();
        }
        return cron.next(first.minusNanos(1))
                .filter(point -> !point.isAfter(shown))
                .map(point -> change.getInstant());
    }

    /** The day that clocks in the zone show at an instant. */
    LocalDate day(Instant instant) {
        return LocalDateTime.ofInstant(instant, rules.getOffset(instant)).toLocalDate();
    }
}
