import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/** What a server accepted while it was measured: how much in each second, and how soon. For one thread. */
final class Tally {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
    private final long from;
    private final int[] bySecond;
    private final Runnable measuring;
    private long[] waits = new long[1 << 16];
    private int measured;
    private long accepted;
    private long before;
    private boolean begun;

    /**
     * @param from when the measurement begins, by {@link System#nanoTime}
     * @param measuring is run then
     */
    Tally(long from, int seconds, Runnable measuring) {
        this.from = from;
        this.bySecond = new int[seconds];
        this.measuring = measuring;
    }

    static Tally uncounted() {
        return new Tally(Long.MAX_VALUE, 0, () -> {});
    }

    /** When it ends. */
    long end() {
        return from + bySecond.length * SECOND;
    }

    void accepted(long sentAt, long now) {
        accepted++;
        if (now < from || now >= end()) {
            return;
        }
        if (!begun) {
            begun = true;
            before = accepted - 1;
            measuring.run();
        }
        bySecond[(int) ((now - from) / SECOND)]++;
        if (measured == waits.length) {
            waits = Arrays.copyOf(waits, 2 * measured);
        }
        waits[measured++] = now - sentAt;
    }

    /** All messages that were accepted, also before and after the measurement. */
    long all() {
        return accepted;
    }

    /** Messages that were accepted from its begin on, the last ones after its end. */
    long sinceBegin() {
        return accepted - before;
    }

    /** Messages a second, over all of the measurement. */
    double rate() {
        return (double) measured / bySecond.length;
    }

    /** The median of its seconds. */
    double medianRate() {
        int[] sorted = bySecond.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Milliseconds from the last octet of a message to its 250, that this share of messages did not exceed. */
    double waitMillis(double share) {
        long[] sorted = Arrays.copyOf(waits, measured);
        Arrays.sort(sorted);
        return measured == 0 ? Double.NaN : sorted[(int) Math.min(measured - 1L, (long) (share * measured))] / 1e6;
    }
}
