package org.etrngateway.delivery;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** All threads of a test in one: tasks run when the test lets them, delayed ones when it says that it is time. */
final class ManualWorkers extends AbstractExecutorService implements ScheduledExecutorService {
    private static final int ENDLESS = 100_000;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    private final List<Later> later = new ArrayList<>();

    /** Runs all there is to do, and what comes of it. */
    void drain() {
        for (int done = 0; !tasks.isEmpty(); done++) {
            if (done > ENDLESS) {
                throw new AssertionError("there is no end of tasks");
            }
            tasks.poll().run();
        }
    }

    /** Runs one task; false if there was none. */
    boolean step() {
        Runnable task = tasks.poll();
        if (task == null) {
            return false;
        }
        task.run();
        return true;
    }

    /** Runs task by task, as long as the condition does not hold. */
    void drainUntil(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            tasks.remove().run();
        }
    }

    /** How many tasks wait for their time. */
    int delayed() {
        return later.size();
    }

    /** The time of all delayed tasks has come. */
    void ring() {
        tasks.addAll(later);
        later.clear();
        drain();
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        Later result = new Later(task, unit.toNanos(delay));
        later.add(result);
        return result;
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long first, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long first, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {
        tasks.clear();
    }

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private static final class Later extends FutureTask<Object> implements ScheduledFuture<Object> {
        private final long nanos;

        Later(Runnable task, long nanos) {
            super(task, null);
            this.nanos = nanos;
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(nanos, TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            return Long.compare(nanos, other.getDelay(TimeUnit.NANOSECONDS));
        }
    }
}
