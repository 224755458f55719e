package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a unit so far. Immutable.
 *
 * @param priority -9 to 9
 * @param held an operator holds it back
 * @param attempts tries that ended in a deferral
 * @param tried the last of them
 * @param due when it may be tried by schedule
 * @param lastReply to the last try; empty text if there was none
 * @param done positions in the envelope of recipients that met their end
 */
public record Course(
        int priority,
        boolean held,
        int attempts,
        Optional<Instant> tried,
        Optional<Instant> due,
        String lastReply,
        Set<Integer> done) {
    public Course {
        done = Set.copyOf(done);
    }

    /** A course that has just begun. */
    public static Course begun(int priority) {
        return new Course(priority, false, 0, Optional.empty(), Optional.empty(), "", Set.of());
    }

    /** One more try was in vain. */
    public Course deferred(Instant at, Instant nextDue, String reply) {
        return new Course(priority, held, attempts + 1, Optional.of(at), Optional.of(nextDue), reply, done);
    }

    /** More recipients met their end. */
    public Course ended(Set<Integer> more) {
        if (done.containsAll(more)) {
            return this;
        }
        Set<Integer> all = new HashSet<>(done);
        all.addAll(more);
        return new Course(priority, held, attempts, tried, due, lastReply, all);
    }

    public Course withHeld(boolean now) {
        return new Course(priority, now, attempts, tried, due, lastReply, done);
    }

    public Course withPriority(int now) {
        return new Course(now, held, attempts, tried, due, lastReply, done);
    }

    /** The same with the tries that another course knows of. */
    public Course withTriesOf(Course other) {
        return new Course(priority, held, other.attempts, other.tried, other.due, other.lastReply, done);
    }

    /** This one, of a unit that takes in another: held if one was, the better priority, the more tries. */
    public Course joined(Course other) {
        return withTriesOf(other.attempts > attempts ? other : this)
                .withHeld(held || other.held)
                .withPriority(Math.max(priority, other.priority));
    }
}
