package org.etrngateway.net;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One timer that is moved all the time and rarely fires. Moving it later only writes a number: the task
 * that is already scheduled looks at it when it runs. Belongs to the event loop's thread.
 */
final class Deadline {
    private final EventLoop loop;
    private final Runnable passed;
    private long atNanos;
    private long taskAtNanos;
    private Future<?> task;

    Deadline(EventLoop loop, Runnable passed) {
        this.loop = loop;
        this.passed = passed;
    }

    /** Sets the deadline this far from now, whatever it was before. */
    void in(Duration limit) {
        atNanos = System.nanoTime() + limit.toNanos();
        if (task != null && atNanos - taskAtNanos < 0) {
            cancel();
        }
        if (task == null) {
            schedule();
        }
    }

    void cancel() {
        if (task != null) {
            task.cancel(false);
            task = null;
        }
    }

    private void schedule() {
        taskAtNanos = atNanos;
        task = loop.schedule(this::fire, atNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }

    private void fire() {
        task = null;
        if (atNanos - System.nanoTime() > 0) {
            schedule();
        } else {
            passed.run();
        }
    }
}
