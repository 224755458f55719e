package org.etrngateway.queue.spool;

/** Waiting that no interrupt cuts short: an interrupt closes the file of whoever is interrupted. */
final class Threads {
    private Threads() {}

    /** Waits on a monitor that the caller holds; may wake for no reason. */
    static void await(Object monitor) {
        await(monitor, 0);
    }

    /** The same, at most so long; 0 is for ever. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's
    static void await(Object monitor, long millis) {
        try {
            monitor.wait(millis);
        } catch (InterruptedException e) {
            // Nobody interrupts the spool's threads on purpose; the flag is dropped so that files stay open.
            return;
        }
    }

    static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
