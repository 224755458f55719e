package org.etrngateway.scheduler;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Alarms that ring when the test says so. */
public final class ManualAlarms implements Alarms {
    private final Map<String, Runnable> tasks = new ConcurrentHashMap<>();

    @Override
    public void every(String name, Duration period, Runnable task) {
        tasks.put(name, task);
    }

    /** Runs the task of an alarm, here and now. */
    public void ring(String name) {
        Runnable task = tasks.get(name);
        if (task == null) {
            throw new IllegalArgumentException("no alarm " + name + " among " + tasks.keySet());
        }
        task.run();
    }

    @Override
    public void close() {
        tasks.clear();
    }
}
