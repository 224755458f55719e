package org.etrngateway.cli;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which delivery may block: on the disk, and apart from that on name servers, so that a
 * slow one holds up no claim; and those that compare passwords, few because of the memory that takes.
 */
final class Workers implements AutoCloseable {
    private static final int DISK_THREADS = 8;
    private static final int DNS_THREADS = 16;
    private static final int HASH_THREADS = 2;
    /** More would wait for longer than a second or two. */
    private static final int HASH_QUEUE = 32;

    private final ScheduledThreadPoolExecutor disk = new ScheduledThreadPoolExecutor(DISK_THREADS, named("delivery-"));
    private final ThreadPoolExecutor dns = new ThreadPoolExecutor(
            DNS_THREADS, DNS_THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("dns-"));

    private final ThreadPoolExecutor hashing = new ThreadPoolExecutor(
            HASH_THREADS, HASH_THREADS, 1, TimeUnit.MINUTES, new ArrayBlockingQueue<>(HASH_QUEUE), named("login-"));

    Workers() {
        hashing.allowCoreThreadTimeOut(true);
        dns.allowCoreThreadTimeOut(true);
        // What was to be tried later is not waited for at the end.
        disk.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        disk.setRemoveOnCancelPolicy(true);
    }

    ScheduledExecutorService disk() {
        return disk;
    }

    Executor dns() {
        return dns;
    }

    /** Refuses what it cannot do soon. */
    Executor hashing() {
        return hashing;
    }

    @Override
    public void close() {
        hashing.shutdownNow();
        dns.shutdownNow();
        disk.shutdown();
        try {
            if (!disk.awaitTermination(5, TimeUnit.SECONDS)) {
                disk.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static ThreadFactory named(String prefix) {
        AtomicInteger count = new AtomicInteger();
        return task -> {
            Thread thread = new Thread(task, prefix + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }
}
