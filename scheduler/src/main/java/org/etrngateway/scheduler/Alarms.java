package org.etrngateway.scheduler;

import java.time.Duration;

/**
 * Rings at the times of a few rules: work of the house, never one alarm a message. Thread-safe.
 */
public interface Alarms extends AutoCloseable {
    /**
     * Runs a task again and again, the first time after one period. A run that takes longer than the
     * period delays the next, and none is caught up. A task that throws is logged and runs again.
     *
     * @param name unique; stands in logs
     * @param period longer than nothing
     */
    void every(String name, Duration period, Runnable task);

    /** No task starts after this returns; one that runs may still be running. */
    @Override
    void close();
}
