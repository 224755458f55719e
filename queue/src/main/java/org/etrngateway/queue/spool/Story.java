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
    /** Recipients that met their end, by records that are not void. */
    private final Set<Integer> done = new HashSet<>();

    /** Those of void records, too: they are not open any more, as they were before the replay. */
    private final Set<Integer> ended = new HashSet<>();

    private final Map<Integer, Decision> decided = new HashMap<>();
    private Place message;
    private Optional<Fact.Arrived> told = Optional.empty();
    private boolean isNew;

    /**
     * @param message where the MESSAGE record lies
     */
    Story(Place message) {
        this.message = message;
    }

    Place message() {
        return message;
    }

    /** The message itself, if a record of it was met: the last one. */
    Optional<Fact.Arrived> told() {
        return told;
    }

    /** True if the message arrived here, and was not only written anew. */
    boolean isNew() {
        return isNew;
    }

    /** What was said before is void: the record says itself what became of the recipients. */
    void begin(Fact.Arrived fact) {
        told = Optional.of(fact);
        isNew |= fact.carried().isEmpty();
        message = fact.place();
        done.clear();
        decided.clear();
        fact.carried().ifPresent(carried -> carried.decisions().forEach(this::decide));
    }

    void end(Fact.Ended fact) {
        done.addAll(fact.done());
        ended.addAll(fact.done());
    }

    /** Sites come and go: decisions are kept by recipient. */
    void decide(Decision decision) {
        decision.recipients()
                .forEach(recipient -> decided.merge(recipient, decision, (earlier, later) -> later.after(earlier)));
    }

    boolean hasEnds() {
        return !ended.isEmpty();
    }

    /** True if a unit that was open before has met its end. */
    boolean ends(Unit unit) {
        return ended.containsAll(unit.recipients());
    }

    /** The unit as it is behind these records. */
    Unit applyTo(Unit unit) {
        Set<Integer> ofUnit = new HashSet<>(done);
        ofUnit.retainAll(unit.recipients());
        return unit.with(decide(unit.recipients(), unit.course().ended(ofUnit)));
    }

    /**
     * Units that became one are held if one of them was, as urgent as the most urgent, and late if all of them were. A
     * sender holds them no longer than the last of them.
     */
    private Course decide(Set<Integer> recipients, Course course) {
        Set<Integer> open = new HashSet<>(recipients);
        open.removeAll(course.done());
        if (open.stream().noneMatch(decided::containsKey)) {
            return course;
        }
        boolean held = false;
        boolean asleep = false;
        boolean late = true;
        int priority = Integer.MIN_VALUE;
        for (int recipient : open) {
            Optional<Decision> last = Optional.ofNullable(decided.get(recipient));
            Optional<Boolean> decidedHeld = last.flatMap(Decision::held);
            held |= decidedHeld.orElse(course.held() && course.until().isEmpty());
            asleep |= decidedHeld.isEmpty();
            late &= course.late() || last.filter(Decision::late).isPresent();
            priority = Math.max(
                    priority,
                    last.stream()
                            .flatMapToInt(decision -> decision.priority().stream())
                            .findFirst()
                            .orElse(course.priority()));
        }
        Course awake = course.withHeld(held).withPriority(priority).withLate(late);
        return held || !asleep ? awake : course.until().map(awake::asleep).orElse(awake);
    }
}
