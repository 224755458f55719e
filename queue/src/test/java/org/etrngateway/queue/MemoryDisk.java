package org.etrngateway.queue;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.MailQueue.Acceptance;

/** The disk that a {@link MemoryQueue} has not: what it takes, and when that is durable, as a test wants it. Thread-safe. */
final class MemoryDisk {
    private final Deque<Runnable> heldBack = new ArrayDeque<>();
    private Acceptance acceptance = Acceptance.OPEN;
    private boolean holding;

    synchronized void become(Acceptance state) {
        acceptance = state;
    }

    synchronized Acceptance acceptance() {
        return acceptance;
    }

    /** From now on nothing becomes durable before {@link #completeHeld}. */
    synchronized void hold() {
        holding = true;
    }

    synchronized int heldBack() {
        return heldBack.size();
    }

    /** What was held back is durable, in the order it came, and nothing is held back any more. */
    void completeHeld() {
        List<Runnable> waiting;
        synchronized (this) {
            holding = false;
            waiting = List.copyOf(heldBack);
            heldBack.clear();
        }
        waiting.forEach(Runnable::run);
    }

    /** Goes on once what was done now is durable, on this thread or on that which completes it. */
    void whenDurable(Runnable then) {
        synchronized (this) {
            if (holding) {
                heldBack.add(then);
                return;
            }
        }
        then.run();
    }

    /** What it would answer now to one who brings content. */
    synchronized Optional<QueueException> refusal() {
        return switch (acceptance) {
            case OPEN -> Optional.empty();
            case FULL -> Optional.of(new QueueException(QueueException.Reason.FULL, "as the test wished"));
            case FAILED -> Optional.of(new QueueException(QueueException.Reason.FAILED, "as the test wished"));
        };
    }
}
