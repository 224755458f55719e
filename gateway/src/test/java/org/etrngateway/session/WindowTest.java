package org.etrngateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

/** On lines of all kinds the window fills the line, and stays near what the line holds. */
class WindowTest {
    private static final int MESSAGE = 3000;

    /**
     * A line that takes an octet at a time and answers each message a while after its last.
     *
     * @return octets a second over the last half of the messages
     */
    private static double drain(Window window, double rate, Duration latency, int messages) {
        Deque<long[]> flying = new ArrayDeque<>();
        Deque<Window.Departure> departures = new ArrayDeque<>();
        long now = 0;
        long lineFree = 0;
        long unanswered = 0;
        long half = 0;
        for (int sent = 0, answered = 0; answered < messages; ) {
            if (sent < messages && (flying.isEmpty() || unanswered < window.size())) {
                lineFree = Math.max(now, lineFree) + (long) (MESSAGE / rate * 1e9);
                flying.add(new long[] {lineFree + latency.toNanos()});
                departures.add(window.departed(now));
                unanswered += MESSAGE;
                sent++;
            } else {
                now = flying.remove()[0];
                window.answered(departures.remove(), MESSAGE, now);
                unanswered -= MESSAGE;
                answered++;
                half = answered == messages / 2 ? now : half;
            }
        }
        return (messages - messages / 2) * (double) MESSAGE / ((now - half) / 1e9);
    }

    @Test
    void aFastLongLineIsFilled() {
        Window window = new Window();
        double rate = 250_000;
        assertThat(drain(window, rate, Duration.ofMillis(600), 2000)).isGreaterThan(0.98 * rate);
        double line = rate * 0.6;
        assertThat(window.size()).isBetween((long) line, (long) (2.2 * line));
    }

    @Test
    void aFastShortLineIsFilled() {
        assertThat(drain(new Window(), 12_500_000, Duration.ofMillis(2), 5000)).isGreaterThan(0.98 * 12_500_000);
    }

    /** What is on its way would cost minutes to send again. */
    @Test
    void aSlowLineGetsNoMoreThanTheLeast() {
        Window window = new Window();
        assertThat(drain(window, 1200, Duration.ofMillis(600), 100)).isGreaterThan(0.98 * 1200);
        assertThat(window.size()).isEqualTo(Window.LEAST);
    }

    @Test
    void noLineGetsMoreThanTheMost() {
        Window window = new Window();
        drain(window, 100_000_000, Duration.ofSeconds(2), 30_000);
        assertThat(window.size()).isEqualTo(Window.MOST);
    }

    @Test
    void beforeAnyAnswerItIsTheLeast() {
        assertThat(new Window().size()).isEqualTo(Window.LEAST);
    }
}
