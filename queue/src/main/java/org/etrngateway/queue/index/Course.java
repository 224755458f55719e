package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * What became of a unit so far. Immutable.
 *
 * @param priority -9 to 9
 * @param held an operator holds it back, or its sender
 * @param until when its sender lets it go (RFC 4865); it is held until then
 * @param late its sender has been told that it is late (RFC 2852)
 * @param attempts tries that ended in a deferral
 * @param tried the last of them
 * @param due when it may be tried by schedule
 * @param lastReply to the last try; empty text if there was none
 * @param done positions in the envelope of recipients that met their end
 */
public record Course(
        int priority,
        boolean held,
        Optional<Instant> until,
        boolean late,
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
        return new Course(
                priority, false, Optional.empty(), false, 0, Optional.empty(), Optional.empty(), "", Set.of());
    }

    /** One more try was in vain. */
    public Course deferred(Instant at, Instant nextDue, String reply) {
        return new Course(
                priority, held, until, late, attempts + 1, Optional.of(at), Optional.of(nextDue), reply, done);
    }

    /** More recipients met their end. */
    public Course ended(Set<Integer> more) {
        if (done.containsAll(more)) {
            return this;
        }
        Set<Integer> all = new HashSet<>(done);
        all.addAll(more);
        return new Course(priority, held, until, late, attempts, tried, due, lastReply, all);
    }

    /** Held or not from here on, whatever its sender wants. */
    public Course withHeld(boolean now) {
        return new Course(priority, now, Optional.empty(), late, attempts, tried, due, lastReply, done);
    }

    /** Held until its sender lets it go. */
    public Course asleep(Instant end) {
        return new Course(priority, true, Optional.of(end), late, attempts, tried, due, lastReply, done);
    }

    public Course withLate(boolean now) {
        return new Course(priority, held, until, now, attempts, tried, due, lastReply, done);
    }

    public Course withPriority(int now) {
        return new Course(now, held, until, late, attempts, tried, due, lastReply, done);
    }

    /** The same with the tries that another course knows of. */
    public Course withTriesOf(Course other) {
        return new Course(priority, held, until, late, other.attempts, other.tried, other.due, other.lastReply, done);
    }

    /**
     * This one, of a unit that takes in another: held if one was, by an operator before the sender; the better
     * priority, the more tries, late if both were.
     */
    public Course joined(Course other) {
        Course longerHeld = held && (until.isEmpty() || !other.held) ? this : other;
        Course joined = withTriesOf(other.attempts > attempts ? other : this)
                .withHeld(longerHeld.held)
                .withLate(late && other.late)
                .withPriority(Math.max(priority, other.priority));
        return longerHeld.until.map(joined::asleep).orElse(joined);
    }
}
