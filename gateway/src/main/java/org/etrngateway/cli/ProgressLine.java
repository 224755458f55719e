package org.etrngateway.cli;

import java.io.PrintWriter;
import org.etrngateway.queue.spool.Progress;

/**
 * How far a work has come, in one line of a terminal that is written over; nothing if nobody looks. Not
 * thread-safe.
 */
final class ProgressLine implements Progress, AutoCloseable {
    private static final long EVERY_NS = 200_000_000;

    /** To the start of the line, and all of it away. */
    private static final String CLEAR = "\r\u001b[K";

    private final PrintWriter out;
    private final boolean isTerminal;
    private long last = System.nanoTime();
    private boolean written;

    /** On a terminal only; the launcher says whether there is one. */
    static ProgressLine on(PrintWriter out) {
        return new ProgressLine(out, Boolean.getBoolean("gateway.terminal"));
    }

    ProgressLine(PrintWriter out, boolean isTerminal) {
        this.out = out;
        this.isTerminal = isTerminal;
    }

    @Override
    public void at(long done, long total) {
        long now = System.nanoTime();
        if (isTerminal && now - last >= EVERY_NS) {
            last = now;
            show(line(done, total));
        }
    }

    /** Shows a text in the place of the one before; false if nobody looks. */
    boolean show(String text) {
        if (isTerminal) {
            written = true;
            out.print(CLEAR + text);
            out.flush();
        }
        return isTerminal;
    }

    static String line(long done, long total) {
        long percent = total == 0 ? 100 : Math.min(100, 100 * done / total);
        return Units.size(done) + " of " + Units.size(Math.max(done, total)) + ", " + percent + " %";
    }

    /** Clears the line. */
    @Override
    public void close() {
        if (written) {
            out.print(CLEAR);
            out.flush();
        }
    }
}
