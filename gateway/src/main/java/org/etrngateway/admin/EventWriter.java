package org.etrngateway.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.javalin.http.Context;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.json.JsonMapper;

/**
 * Server-sent events to one who listens. He may read as slowly as he likes: what he has not read waits here, up to a
 * bound, and nobody waits for him. Who lags further behind is let go; an {@code EventSource} comes back by itself.
 * Thread-safe; no method blocks.
 */
final class EventWriter implements WriteListener {
    /** Octets that wait for one reader. */
    static final int MOST_WAITING = 1 << 18;

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MEDIA = "text/event-stream";

    private final ServletOutputStream out;
    private final CompletableFuture<Void> end;
    private ByteArrayOutputStream waiting = new ByteArrayOutputStream();
    private boolean open;
    private boolean unflushed;

    EventWriter(ServletOutputStream out, CompletableFuture<Void> end) {
        this.out = out;
        this.end = end;
    }

    /**
     * Begins the answer to a request, which must be asynchronous.
     *
     * @param end completes when nothing more is to be written; whoever completes it ends the events
     * @throws IOException if the reader is gone already
     */
    static EventWriter to(Context context, CompletableFuture<Void> end) throws IOException {
        context.contentType(MEDIA + "; charset=utf-8");
        // What stands between must hand on each event as it comes.
        context.header("X-Accel-Buffering", "no");
        context.res().flushBuffer();
        EventWriter writer = new EventWriter(context.res().getOutputStream(), end);
        writer.out.setWriteListener(writer);
        return writer;
    }

    /** Tells something that has no place in the history. */
    void event(String name, Object data) {
        event(name, Optional.empty(), data);
    }

    /**
     * @param id what the reader shows when he comes back, to hear what he has missed
     */
    void event(String name, Optional<String> id, Object data) {
        String text = id.map(place -> "id: " + place + "\n").orElse("") + "event: " + name + "\ndata: "
                + JSON.writeValueAsString(data) + "\n\n";
        write(text.getBytes(UTF_8));
    }

    /** Something that readers overlook, so that all who are between know that the line is alive. */
    void comment() {
        write(": here\n\n".getBytes(UTF_8));
    }

    /** True while the reader has not taken all of what he was told. */
    synchronized boolean isBehind() {
        return waiting.size() > 0;
    }

    boolean isOver() {
        return end.isDone();
    }

    void close() {
        end.complete(null);
    }

    private void write(byte[] octets) {
        boolean fits;
        synchronized (this) {
            fits = waiting.size() + octets.length <= MOST_WAITING;
            if (fits) {
                waiting.writeBytes(octets);
                pump();
            }
        }
        if (!fits) {
            close();
        }
    }

    @Override
    public synchronized void onWritePossible() {
        open = true;
        pump();
    }

    /** Hands on what waits, as far as the line takes it: the container calls when it takes more. */
    private void pump() {
        try {
            while (open && !end.isDone() && (unflushed || waiting.size() > 0) && out.isReady()) {
                if (waiting.size() > 0) {
                    byte[] octets = waiting.toByteArray();
                    waiting = new ByteArrayOutputStream();
                    unflushed = true;
                    out.write(octets);
                } else {
                    unflushed = false;
                    out.flush();
                }
            }
        } catch (IOException e) {
            close();
        }
    }

    @Override
    public void onError(Throwable error) {
        close();
    }
}
