package org.etrngateway.admin;

import io.javalin.http.sse.SseClient;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Tells who listens how flushes go on, each second, as server-sent events: {@code flush} with a
 * {@link FlushView}, {@code idle} where none runs. Thread-safe.
 */
final class FlushStream implements AutoCloseable {
    private final Function<String, Optional<FlushView>> flushOf;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "admin-events");
        thread.setDaemon(true);
        return thread;
    });

    FlushStream(Function<String, Optional<FlushView>> flushOf) {
        this.flushOf = flushOf;
        ScheduledFuture<?> unused =
                ticks.scheduleWithFixedDelay(() -> listeners.forEach(this::tell), 1, 1, TimeUnit.SECONDS);
    }

    /** From now on the client hears of the site's flush. */
    void listen(SseClient client, String site) {
        Listener listener = new Listener(client, site);
        client.keepAlive();
        client.onClose(() -> listeners.remove(listener));
        listeners.add(listener);
        tell(listener);
    }

    private void tell(Listener to) {
        Optional<FlushView> flush = flushOf.apply(to.site);
        if (to.client.terminated()) {
            listeners.remove(to);
        } else if (flush.isPresent()) {
            to.client.sendEvent("flush", flush.get());
        } else {
            to.client.sendEvent("idle", "{}");
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        listeners.forEach(listener -> listener.client.close());
    }

    private record Listener(SseClient client, String site) {}
}
