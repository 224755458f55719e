package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.Collections;
import org.etrngateway.queue.Selection;

/** A selection in the numbers that rows hold, so that memory and rows decide alike. Immutable. */
public record UnitFilter(
        Selection selection, long triedBefore, long dueBy, long sinceBy, long sinceAfter, long lateBy) {

    public static UnitFilter of(Selection selection) {
        return new UnitFilter(
                selection,
                Nanos.of(selection.triedBefore()),
                selection.dueBy().map(Nanos::of).orElse(Long.MAX_VALUE),
                selection.receivedBy().map(Nanos::of).orElse(Long.MAX_VALUE),
                selection.receivedAfter().map(Nanos::of).orElse(Long.MIN_VALUE),
                selection.lateBy().map(Nanos::of).orElse(Long.MAX_VALUE));
    }

    /** True if the unit is among the selected; leases are not looked at. */
    public boolean matches(Unit unit) {
        Course course = unit.course();
        return (heldToo() || !course.held())
                && Nanos.tried(course) < triedBefore
                && (Nanos.orNever(course.due()) <= dueBy || course.tried().isEmpty())
                && Nanos.of(unit.stored().since()) <= sinceBy
                && Nanos.of(unit.stored().since()) > sinceAfter
                && Nanos.orNever(unit.lateness()) <= lateBy
                && unit.stored().size() <= selection.upTo()
                && matchesDomains(unit);
    }

    /** True if units that are held back are meant, too: they are not delivered, but their time passes. */
    public boolean heldToo() {
        return selection.isByAge();
    }

    /** True if one of the unit's recipients is in the selected domains. */
    public boolean matchesDomains(Unit unit) {
        return selection
                .domains()
                .map(only -> !Collections.disjoint(only, unit.stored().domains()))
                .orElse(true);
    }

    /** False if a site whose oldest message is of this instant has nothing that matches. */
    public boolean canReach(Instant oldest) {
        return Nanos.of(oldest) <= sinceBy;
    }
}
