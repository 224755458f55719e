package org.etrngateway.queue.spool;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Unit;

/**
 * What an operator decided about recipients of a message. Immutable.
 *
 * @param recipients positions in the envelope, for sites are not stored
 * @param held empty: not said
 * @param priority -9 to 9; empty: not said
 */
record Decision(Set<Integer> recipients, Optional<Boolean> held, OptionalInt priority) {
    private static final int RECIPIENTS = 1;
    private static final int HELD = 2;
    private static final int PRIORITY = 3;

    Decision {
        recipients = Set.copyOf(recipients);
    }

    static Decision held(Set<Integer> recipients, boolean now) {
        return new Decision(recipients, Optional.of(now), OptionalInt.empty());
    }

    static Decision priority(Set<Integer> recipients, int now) {
        return new Decision(recipients, Optional.empty(), OptionalInt.of(now));
    }

    /** What all decisions about a unit came to. */
    static Decision of(Unit unit) {
        Course course = unit.course();
        return new Decision(unit.recipients(), Optional.of(course.held()), OptionalInt.of(course.priority()));
    }

    Course applyTo(Course course) {
        return course.withHeld(held.orElse(course.held())).withPriority(priority.orElse(course.priority()));
    }

    /** This one, and what an earlier one says of that of which this one says nothing. */
    Decision after(Decision earlier) {
        return new Decision(
                recipients, held.or(() -> earlier.held), priority.isPresent() ? priority : earlier.priority);
    }

    FieldWriter encode() {
        FieldWriter out = new FieldWriter().putAll(RECIPIENTS, recipients);
        held.ifPresent(now -> out.put(HELD, now ? 1 : 0));
        priority.ifPresent(now -> out.put(PRIORITY, now));
        return out;
    }

    static Decision decode(FieldReader in) throws DamagedException {
        Set<Integer> recipients = Set.of();
        Optional<Boolean> held = Optional.empty();
        OptionalInt priority = OptionalInt.empty();
        while (in.next()) {
            switch (in.tag()) {
                case RECIPIENTS -> recipients = in.numbers();
                case HELD -> held = Optional.of(in.flag());
                case PRIORITY -> priority = OptionalInt.of(in.smallNumber());
                default -> {}
            }
        }
        return new Decision(recipients, held, priority);
    }
}
