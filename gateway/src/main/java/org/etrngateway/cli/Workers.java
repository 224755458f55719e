package org.etrngateway.cli;

import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads on which delivery may block: on the disk, and apart from that on name servers, so that a
 * slow one holds up no claim.
 */
final class Workers implements AutoCloseable {
    private static final int DISK_THREADS = 8;
    private static final int DNS_THREADS = 16;

    private final ScheduledExecutorService disk = Executors.newScheduledThreadPool(DISK_THREADS, named("delivery-"));
    private final ThreadPoolExecutor dns = new ThreadPoolExecutor(
            DNS_THREADS, DNS_THREADS, 1, TimeUnit.MINUTES, new LinkedBlockingQueue<>(), named("dns-"));

    Workers() {
        dns.allowCoreThreadTimeOut(true);
    }

    ScheduledExecutorService disk() {
        return disk;
    }

    Executor dns() {
        return dns;
    }

    @Override
    public void close() {
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
