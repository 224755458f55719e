package org.etrngateway.session;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How many octets of messages may be on their way unanswered: enough to keep the line full, and not much more,
 * for a cut may deliver that much twice, and what the buffer of the line does not hold is lost. It follows from
 * what the answers tell: a few times the best recent goodput within the smallest latency of a reply. While the
 * line is not full, what is answered within one latency is what the window let out before it, so the window grows
 * by that factor each time; when the line is full, goodput grows no more, and the window neither. Not thread-safe.
 */
final class Window {
    /** Octets that are always let out: as much as TCP sends unacknowledged at first. */
    static final long LEAST = 16 * 1024;

    /** Beyond it no line gets faster, and a cut only costs more. */
    static final long MOST = 4 * 1024 * 1024;

    /** While goodput grows. Above 2, so that the window stays ahead of TCP, which doubles its own each round trip. */
    private static final int GROWING = 3;

    /** When it has stopped growing: what the line holds, and as much again so that it does not run dry. */
    private static final int FULL = 2;

    /** The line is full where a latency brings less than this much more goodput. */
    private static final double GROWTH = 1.25;

    private static final int RECENT = 64;
    private static final double NANOS = Duration.ofSeconds(1).toNanos();

    private final Deque<Double> recent = new ArrayDeque<>();
    private long answered;
    private long leastLatency = Long.MAX_VALUE;
    private double goodput;
    private long roundEnd;
    private double roundGoodput;
    private int factor = GROWING;
    private long size = LEAST;

    /** Octets that may be unanswered before another message begins. */
    long size() {
        return size;
    }

    /** Octets per second, the best of the recent messages; 0 while none is answered. */
    double goodput() {
        return goodput;
    }

    /**
     * The last octet of a message was given away.
     *
     * @param now nanoseconds of a clock that only advances
     * @return to be given to {@link #answered}
     */
    Departure departed(long now) {
        return new Departure(now, answered);
    }

    /**
     * A message was answered.
     *
     * @param octets of it
     */
    void answered(Departure departure, long octets, long now) {
        answered += octets;
        long latency = Math.max(1, now - departure.nanos());
        leastLatency = Math.min(leastLatency, latency);
        if (recent.size() == RECENT) {
            recent.removeFirst();
        }
        recent.addLast((answered - departure.answered()) / (latency / NANOS));
        goodput = recent.stream().mapToDouble(rate -> rate).max().orElseThrow();
        if (departure.answered() >= roundEnd) {
            endRound();
        }
        double fitting = factor * goodput * leastLatency / NANOS;
        size = Math.max(LEAST, Math.min(MOST, (long) fitting));
    }

    /** What left when the round before had been answered is answered. */
    private void endRound() {
        factor = goodput < GROWTH * roundGoodput ? FULL : GROWING;
        roundGoodput = goodput;
        roundEnd = answered;
    }

    /**
     * When a message had left.
     *
     * @param answered octets that had been answered by then
     */
    record Departure(long nanos, long answered) {}
}
