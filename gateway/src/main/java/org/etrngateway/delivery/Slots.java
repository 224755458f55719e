package org.etrngateway.delivery;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.IntSupplier;

/** Bounds how many sessions are open at once; who waits is served in the order of asking. Thread-safe. */
final class Slots {
    private final IntSupplier limit;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private int taken;

    /**
     * @param limit asked anew each time
     */
    Slots(IntSupplier limit) {
        this.limit = limit;
    }

    /** Runs the task once there is a slot, on the calling thread now or on one that gives a slot back. */
    void acquire(Runnable task) {
        synchronized (this) {
            if (taken >= limit.getAsInt()) {
                waiting.add(task);
                return;
            }
            taken++;
        }
        task.run();
    }

    /** Takes a slot, if there is one and nobody waits for it. */
    synchronized boolean tryAcquire() {
        boolean free = waiting.isEmpty() && taken < limit.getAsInt();
        if (free) {
            taken++;
        }
        return free;
    }

    /** True if somebody waits. */
    synchronized boolean isShort() {
        return !waiting.isEmpty();
    }

    void release() {
        Runnable next;
        synchronized (this) {
            next = taken > limit.getAsInt() ? null : waiting.poll();
            if (next == null) {
                taken--;
                return;
            }
        }
        next.run();
    }
}
