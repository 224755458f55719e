package org.etrngateway.queue.spool;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Unit;

/**
 * What was decided about recipients of a message, by an operator or for the clock. Immutable.
 *
 * @param recipients positions in the envelope, for sites are not stored
 * @param held empty: not said
 * @param priority -9 to 9; empty: not said
 * @param late true from when their sender knows that they are late
 */
record Decision(Set<Integer> recipients, Optional<Boolean> held, OptionalInt priority, boolean late) {
    private static final int RECIPIENTS = 1;
    private static final int HELD = 2;
    private static final int PRIORITY = 3;
    private static final int LATE = 4;

    Decision {
        recipients = Set.copyOf(recipients);
    }

    static Decision held(Set<Integer> recipients, boolean now) {
        return new Decision(recipients, Optional.of(now), OptionalInt.empty(), false);
    }

    static Decision priority(Set<Integer> recipients, int now) {
        return new Decision(recipients, Optional.empty(), OptionalInt.of(now), false);
    }

    static Decision late(Set<Integer> recipients) {
        return new Decision(recipients, Optional.empty(), OptionalInt.empty(), true);
    }

    /** What all decisions about a unit came to; of one that its sender still holds nothing was decided. */
    static Decision of(Unit unit) {
        Course course = unit.course();
        Optional<Boolean> held =
                Optional.of(course.held()).filter(now -> course.until().isEmpty());
        return new Decision(unit.recipients(), held, OptionalInt.of(course.priority()), course.late());
    }

    Course applyTo(Course course) {
        return held.map(course::withHeld)
                .orElse(course)
                .withPriority(priority.orElse(course.priority()))
                .withLate(late || course.late());
    }

    /** This one, and what an earlier one says of that of which this one says nothing. */
    Decision after(Decision earlier) {
        return new Decision(
                recipients,
                held.or(() -> earlier.held),
                priority.isPresent() ? priority : earlier.priority,
                late || earlier.late);
    }

    FieldWriter encode() {
        FieldWriter out = new FieldWriter().putAll(RECIPIENTS, recipients);
        held.ifPresent(now -> out.put(HELD, now ? 1 : 0));
        priority.ifPresent(now -> out.put(PRIORITY, now));
        if (late) {
            out.put(LATE, 1);
        }
        return out;
    }

    static Decision decode(FieldReader in) throws DamagedException {
        Set<Integer> recipients = Set.of();
        Optional<Boolean> held = Optional.empty();
        OptionalInt priority = OptionalInt.empty();
        boolean late = false;
        while (in.next()) {
            switch (in.tag()) {
                case RECIPIENTS -> recipients = in.numbers();
                case HELD -> held = Optional.of(in.flag());
                case PRIORITY -> priority = OptionalInt.of(in.smallNumber());
                case LATE -> late = in.flag();
                default -> {}
            }
        }
        return new Decision(recipients, held, priority, late);
    }
}
