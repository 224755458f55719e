package org.etrngateway.queue.spool;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.etrngateway.queue.index.Course;
import org.etrngateway.queue.index.Unit;

/** What the records that a replay has met say of one message. Not thread-safe. */
final class Story {
    private final Set<Integer> done = new HashSet<>();
    private final Map<Integer, Fact.Decided> decided = new HashMap<>();
    private Place message;
    private Optional<Fact.Arrived> arrived = Optional.empty();

    /**
     * @param message where the MESSAGE record lies
     */
    Story(Place message) {
        this.message = message;
    }

    Place message() {
        return message;
    }

    /** The message itself, if its record was met. */
    Optional<Fact.Arrived> arrived() {
        return arrived;
    }

    /** What was said before is void: the record says itself which recipients were done. */
    void begin(Fact.Arrived fact) {
        arrived = Optional.of(fact);
        message = fact.place();
        done.clear();
        decided.clear();
    }

    void end(Fact.Ended fact) {
        done.addAll(fact.done());
    }

    /** Sites come and go: decisions are kept by recipient. */
    void decide(Fact.Decided fact) {
        fact.recipients().forEach(recipient -> decided.put(recipient, fact));
    }

    boolean hasEnds() {
        return !done.isEmpty();
    }

    /** True if a unit that was open before has met its end. */
    boolean ends(Unit unit) {
        return done.containsAll(unit.recipients());
    }

    /** The unit as it is behind these records. */
    Unit applyTo(Unit unit) {
        Set<Integer> ended = new HashSet<>(done);
        ended.retainAll(unit.recipients());
        return unit.with(decide(unit.recipients(), unit.course().ended(ended)));
    }

    /** Units that became one are held if one of them was, and as urgent as the most urgent. */
    private Course decide(Set<Integer> recipients, Course course) {
        Set<Integer> open = new HashSet<>(recipients);
        open.removeAll(course.done());
        if (open.stream().noneMatch(decided::containsKey)) {
            return course;
        }
        boolean held = false;
        int priority = Integer.MIN_VALUE;
        for (int recipient : open) {
            Optional<Fact.Decided> last = Optional.ofNullable(decided.get(recipient));
            held |= last.map(Fact.Decided::held).orElse(course.held());
            priority = Math.max(priority, last.map(Fact.Decided::priority).orElse(course.priority()));
        }
        return course.withHeld(held).withPriority(priority);
    }
}
