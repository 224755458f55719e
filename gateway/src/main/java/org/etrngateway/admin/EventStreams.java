package org.etrngateway.admin;

import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All who listen to events, and the clock by which they are told: each second, by one thread, which no reader holds up.
 * So many may listen at once, and no more; a customer has a few of them, so that none takes the others' room.
 * Thread-safe.
 */
final class EventStreams implements AutoCloseable {
    static final int MOST = 200;
    static final int MOST_OF_CUSTOMER = 10;
    private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

    /** Seconds after which a line is given a sign of life on which nothing was told. */
    private static final int QUIET = 10;

    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService ticks = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "admin-events");
        thread.setDaemon(true);
        return thread;
    });

    EventStreams() {
        ScheduledFuture<?> unused = ticks.scheduleWithFixedDelay(this::tick, 1, 1, TimeUnit.SECONDS);
    }

    /** What one listener is told; knows what he has heard. Called by one thread at a time. */
    @FunctionalInterface
    interface Story {
        /** Tells what is new since it was asked last; the first time, how things are. */
        void tell(EventWriter to);
    }

    /**
     * From now on the client is told, by an answer that goes on when this returns.
     *
     * @param by asked before each time whether he still may; the answer ends when he may not
     * @throws HttpResponseException where too many listen
     */
    void listen(Context context, Story story, Admitted by) {
        refuseTooMany(context, by.principal());
        context.header("Connection", "close");
        context.future(() -> {
            CompletableFuture<Void> end = new CompletableFuture<>();
            try {
                Listener listener = new Listener(EventWriter.to(context, end), story, by);
                listeners.add(listener);
                ticks.execute(() -> tell(listener));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return end;
        });
    }

    private void refuseTooMany(Context context, Principal who) {
        boolean greedy = who.role() == Role.SITE
                && listeners.stream()
                                .filter(one -> one.by.principal().equals(who))
                                .count()
                        >= MOST_OF_CUSTOMER;
        if (greedy || listeners.size() >= MOST) {
            context.header("Retry-After", Integer.toString(QUIET));
            throw new HttpResponseException(
                    greedy ? 429 : 503,
                    (greedy ? "this token listens to events too often" : "too many listen to events")
                            + ": try again later");
        }
    }

    private void tick() {
        listeners.forEach(this::tell);
    }

    private void tell(Listener to) {
        try {
            if (!to.by.still().getAsBoolean()) {
                to.writer.close();
            }
            if (to.writer.isOver()) {
                listeners.remove(to);
            } else {
                to.tell();
            }
        } catch (RuntimeException e) {
            // The site has left the settings, or the history cannot be read: the others still listen.
            log.atInfo().addKeyValue("reason", e.getMessage()).log("events end");
            listeners.remove(to);
            to.writer.close();
        }
    }

    @Override
    public void close() {
        ticks.shutdownNow();
        listeners.forEach(listener -> listener.writer.close());
    }

    /** One who listens; used by the thread of the clock alone. */
    private static final class Listener {
        private final EventWriter writer;
        private final Story story;
        private final Admitted by;
        private int quiet;

        Listener(EventWriter writer, Story story, Admitted by) {
            this.writer = writer;
            this.story = story;
            this.by = by;
        }

        void tell() {
            story.tell(writer);
            if (++quiet >= QUIET) {
                quiet = 0;
                writer.comment();
            }
        }
    }
}
