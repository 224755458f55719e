package org.etrngateway.scheduler;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.etrngateway.config.WindowConfig;

/**
 * When a site may be called: a pure function of the time, so that no start is ever missed. Who looks late finds the
 * rest of the window. Windows that overlap are one opening for as long as any is open; each start within it is one
 * of its own, from which all that waits goes anew. Immutable.
 */
public final class Timetable {
    private static final Duration FIRST_LOOK = Duration.ofHours(1);

    private final List<Window> windows;

    public Timetable(List<WindowConfig> windows) {
        this.windows = windows.stream().map(Window::new).toList();
    }

    /** What is open at an instant. */
    public Optional<Opening> at(Instant now) {
        List<Opening> open = windows.stream()
                .flatMap(window -> window.at(now).stream())
                .sorted(Comparator.comparing(Opening::since))
                .toList();
        return open.isEmpty() ? Optional.empty() : Optional.of(together(open));
    }

    /**
     * @param open in the order in which they opened; 1 or more
     */
    private static Opening together(List<Opening> open) {
        Opening last = open.get(open.size() - 1);
        Instant until =
                open.stream().map(Opening::until).max(Comparator.naturalOrder()).orElseThrow();
        return new Opening(last.since(), until, open.stream().anyMatch(Opening::large), last.budget());
    }

    /** The openings that begin behind an instant, the first of them, in order. */
    public List<Opening> next(Instant after, int limit) {
        List<Opening> found = new ArrayList<>();
        Optional<Opening> next = next(after);
        while (next.isPresent() && found.size() < limit) {
            found.add(next.get());
            next = next(next.get().since());
        }
        return found;
    }

    /** The first opening that begins behind an instant; empty if none does in the next forty years. */
    public Optional<Opening> next(Instant after) {
        return windows.stream()
                .flatMap(window -> window.next(after).stream())
                .min(Comparator.naturalOrder())
                .flatMap(this::at);
    }

    /**
     * The last opening that is over, or has lasted for so long that it might be.
     *
     * @param patience longer than that an opening need not be waited for to end
     * @param most openings that began longer ago are not looked at
     */
    public Optional<Opening> last(Instant now, Duration patience, Duration most) {
        Duration back = FIRST_LOOK;
        Optional<Opening> found = lastSince(now.minus(back), now, patience);
        while (found.isEmpty() && back.compareTo(most) < 0) {
            back = back.multipliedBy(2).compareTo(most) < 0 ? back.multipliedBy(2) : most;
            found = lastSince(now.minus(back), now, patience);
        }
        return found;
    }

    private Optional<Opening> lastSince(Instant from, Instant now, Duration patience) {
        Optional<Opening> last = Optional.empty();
        Optional<Opening> next = next(from);
        while (next.filter(opening -> opening.since().isBefore(now)).isPresent()) {
            Opening opening = next.get();
            if (!opening.until().isAfter(now) || !opening.since().plus(patience).isAfter(now)) {
                last = next;
            }
            next = next(opening.since());
        }
        return last;
    }

    /** The first instant behind one at which {@link #at} may say something else; never, if there is none. */
    public Instant change(Instant after) {
        return windows.stream()
                .flatMap(window ->
                        Stream.concat(window.next(after).stream(), window.at(after).map(Opening::until).stream()))
                .min(Comparator.naturalOrder())
                .orElse(Instant.MAX);
    }

    /** One window, by itself. */
    private static final class Window {
        private static final Duration NEAR = Duration.ofMinutes(1);

        private final WindowConfig config;
        private final Starts starts;

        Window(WindowConfig config) {
            this.config = config;
            this.starts = new Starts(config.cron(), config.zone());
        }

        Optional<Instant> next(Instant after) {
            Optional<Instant> start = starts.next(after);
            Instant end = after.plus(Starts.LONGEST);
            while (start.filter(this::isExcepted).isPresent() && start.get().isBefore(end)) {
                start = starts.next(start.get());
            }
            return start.filter(begin -> !isExcepted(begin));
        }

        /** The last start behind an instant, up to another. */
        private Optional<Instant> last(Instant after, Instant to) {
            Optional<Instant> last = Optional.empty();
            Optional<Instant> start = next(after);
            while (start.filter(begin -> !begin.isAfter(to)).isPresent()) {
                last = start;
                start = next(start.get());
            }
            return last;
        }

        private boolean isExcepted(Instant start) {
            return config.except().stream().anyMatch(rule -> rule.matches(starts.day(start)));
        }

        /** Of starts that overlap the last; looked for from near to far, for a rule may have one each second. */
        Optional<Opening> at(Instant now) {
            Duration length = config.length();
            Duration back = length.compareTo(NEAR) < 0 ? length : NEAR;
            Optional<Instant> open = last(now.minus(back), now);
            while (open.isEmpty() && back.compareTo(length) < 0) {
                Duration farther = back.multipliedBy(4);
                back = farther.compareTo(length) < 0 ? farther : length;
                open = last(now.minus(back), now);
            }
            return open.map(begin -> new Opening(begin, begin.plus(length), config.large(), config.budget()));
        }
    }
}
