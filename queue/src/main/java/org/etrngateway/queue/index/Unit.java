package org.etrngateway.queue.index;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.address.SiteName;

/** One message as far as one site is concerned: what a row of the index says. Immutable. */
public record Unit(long id, SiteName site, Stored stored, Course course) {
    private static final int ID_BITS = 56;

    /** The best priority. */
    static final int TOP = 9;

    /** The worst. */
    static final int BOTTOM = -9;

    /** No id is larger. */
    static final long MAX_ID = (1L << ID_BITS) - 1;

    /** Its place in the order of delivery: higher priority first, then older. Ascending, unique in a site. */
    public long rank() {
        return rank(course.priority(), id);
    }

    /** The place that an id has among those of a priority. */
    static long rank(int priority, long id) {
        return (long) (TOP - priority) << ID_BITS | id;
    }

    /** Positions in the envelope of all its recipients, those that are done included. */
    public Set<Integer> recipients() {
        return stored.recipients();
    }

    /** When the clock alone changes something about it: its sender lets it go, or it is late. */
    public Optional<Instant> alarm() {
        return course.until().isPresent() ? course.until() : lateness();
    }

    /** When its sender is to learn that it is late: not while he holds it himself, and once. */
    public Optional<Instant> lateness() {
        return stored.deadline().filter(at -> !course.late() && course.until().isEmpty());
    }

    /** True if all its recipients met their end. */
    public boolean isDone() {
        return course.done().containsAll(stored.recipients());
    }

    /** The same, if its MESSAGE record lies elsewhere. */
    public Unit at(long segment, long offset) {
        return new Unit(id, site, stored.at(segment, offset), course);
    }

    public Unit with(Course other) {
        return other.equals(course) ? this : new Unit(id, site, stored, other);
    }
}
