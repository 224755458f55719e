package org.etrngateway.queue.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * How far a {@link Scrub} is. Immutable.
 *
 * @param begun when the last pass began
 * @param runs true while it is not over
 * @param last the name of the segment that was read last
 * @param found what this pass found
 * @param before what the last whole pass found
 */
public record ScrubState(Instant begun, boolean runs, String last, List<String> found, List<String> before) {
    /** Nothing was read yet. */
    public static final ScrubState NEVER = new ScrubState(Instant.EPOCH, false, "", List.of(), List.of());

    /** More findings than these tell nobody more. */
    private static final int MOST = 100;

    public ScrubState {
        found = List.copyOf(found);
        before = List.copyOf(before);
    }

    boolean isDue(Instant now, Duration every) {
        return !now.isBefore(begun.plus(every)) || now.isBefore(begun);
    }

    ScrubState begin(Instant now) {
        return new ScrubState(now, true, "", List.of(), damage());
    }

    ScrubState behind(String segment) {
        return new ScrubState(begun, runs, segment, found, before);
    }

    /** Findings of a segment that is read anew behind a restart are there already. */
    ScrubState with(String finding) {
        return found.contains(finding) || found.size() == MOST
                ? this
                : new ScrubState(
                        begun,
                        runs,
                        last,
                        Stream.concat(found.stream(), Stream.of(finding)).toList(),
                        before);
    }

    ScrubState end() {
        return new ScrubState(begun, false, "", found, List.of());
    }

    /** All that is damaged, as far as is known. */
    public List<String> damage() {
        return Stream.concat(found.stream(), before.stream()).distinct().toList();
    }

    String sentence() {
        return found.isEmpty() ? "all is sound" : found.size() + " places are damaged";
    }
}
