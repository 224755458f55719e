import java.util.Arrays;

/** Durations, in the order in which they were seen. Thread-safe. */
final class Waits {
    private static final double MILLI = 1e6;
    private long[] nanos = new long[1 << 10];
    private int count;

    synchronized void add(long duration) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = duration;
    }

    /** All of them in milliseconds, the shortest first; none are left. */
    synchronized double[] take() {
        double[] sorted = Arrays.stream(nanos, 0, count).mapToDouble(each -> each / MILLI).sorted().toArray();
        count = 0;
        return sorted;
    }

    /** What this share of them did not exceed. */
    static double share(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.min(sorted.length - 1L, (long) (share * sorted.length))];
    }
}
