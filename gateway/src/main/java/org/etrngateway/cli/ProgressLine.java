package org.etrngateway.cli;

import java.io.PrintWriter;
import org.etrngateway.queue.spool.Progress;

/**
 * How far a work has come, in one line of a terminal that is written over; nothing if nobody looks. Not
 * thread-safe.
 */
final class ProgressLine implements Progress, AutoCloseable {
    private static final long EVERY_NS = 200_000_000;

    private final PrintWriter out;
    private final boolean isTerminal;
    private long last = System.nanoTime();
    private boolean written;

    ProgressLine(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    @Override
    public void at(long done, long total) {
        long now = System.nanoTime();
        if (isTerminal && now - last >= EVERY_NS) {
            last = now;
            written = true;
            out.print("\r" + line(done, total) + "\u001b[K");
            out.flush();
        }
    }

    static String line(long done, long total) {
        long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
        return Units.size(done) + " of " + Units.size(Math.max(done, total)) + ", " + percent + " %";
    }

    /** Clears the line. */
    @Override
    public void close() {
        if (written) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
