package org.etrngateway.admin;

import io.javalin.http.sse.SseClient;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells who listens how flushes go on, each second, as server-sent events: {@code flush} with a
 * {@link FlushView}, {@code idle} where none runs. Thread-safe.
 */
final class FlushStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(FlushStream.class);
    private static final int MOST = 200;

    private final Function<String, Optional<FlushView>> flushOf;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "admin-events");
        thread.setDaemon(true);
        return thread;
    });

    FlushStream(Function<String, Optional<FlushView>> flushOf) {
        this.flushOf = flushOf;
        ScheduledFuture<?> unused = ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /**
     * From now on the client hears of the site's flush.
     *
     * @param still asked before each event; it ends when this is false. Where too many listen, it ends at once
     */
    void listen(SseClient client, String site, BooleanSupplier still) {
        if (listeners.size() >= MOST) {
            client.close();
            return;
        }
        Listener listener = new Listener(client, site, still);
        client.keepAlive();
        client.onClose(() -> listeners.remove(listener));
        listeners.add(listener);
        tell(listener);
    }

    private void tick() {
        for (Listener listener : listeners) {
            try {
                tell(listener);
            } catch (RuntimeException e) {
                // The site has left the settings, or the client has left us: the others still listen.
                log.atInfo()
                        .addKeyValue("site", listener.site)
                        .addKeyValue("reason", e.getMessage())
                        .log("events end");
                listener.client.close();
            }
        }
    }

    private void tell(Listener to) {
        if (!to.still.getAsBoolean()) {
            to.client.close();
            return;
        }
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

    private record Listener(SseClient client, String site, BooleanSupplier still) {}
}
