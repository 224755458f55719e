package org.etrngateway.admin;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What waits for a reader, on a line that takes what the test lets it take. */
class EventWriterTest {
    private final Line line = new Line();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final EventWriter writer = new EventWriter(line, end);

    @Test
    void eventsGoInTheirForm() {
        writer.onWritePossible();
        writer.event("asked", Optional.of("7"), Map.of("site", "acme"));
        writer.event("idle", Map.of());
        writer.comment();
        assertThat(line.text())
                .isEqualTo("id: 7\nevent: asked\ndata: {\"site\":\"acme\"}\n\nevent: idle\ndata: {}\n\n: here\n\n");
        assertThat(writer.isBehind()).isFalse();
    }

    @Test
    void nothingIsWrittenBeforeTheContainerSaysSo() {
        writer.event("idle", Map.of());
        assertThat(line.text()).isEmpty();
        writer.onWritePossible();
        assertThat(line.text()).isEqualTo("event: idle\ndata: {}\n\n");
    }

    @Test
    void whatASlowReaderHasNotTakenWaitsAndGoesInOrder() {
        writer.onWritePossible();
        line.ready = false;
        writer.event("one", Map.of());
        writer.event("two", Map.of());
        assertThat(writer.isBehind()).isTrue();
        assertThat(line.text()).isEmpty();
        line.ready = true;
        writer.onWritePossible();
        assertThat(line.text()).isEqualTo("event: one\ndata: {}\n\nevent: two\ndata: {}\n\n");
        assertThat(writer.isBehind()).isFalse();
    }

    @Test
    void whoLagsTooFarBehindIsLetGo() {
        writer.onWritePossible();
        line.ready = false;
        String much = "x".repeat(EventWriter.MOST_WAITING / 3);
        writer.event("much", much);
        writer.event("much", much);
        assertThat(writer.isOver()).isFalse();
        writer.event("much", much);
        assertThat(end).isCompleted();
    }

    @Test
    void aLineThatBreaksEndsIt() {
        writer.onError(new java.io.IOException("broken pipe"));
        assertThat(end).isCompleted();
    }

    /** Keeps what was flushed. */
    private static final class Line extends ServletOutputStream {
        private final ByteArrayOutputStream written = new ByteArrayOutputStream();
        private String flushed = "";
        private boolean ready = true;

        String text() {
            return flushed;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            throw new UnsupportedOperationException("nobody asks for it here");
        }

        @Override
        public void write(int octet) {
            assertThat(ready).isTrue();
            written.write(octet);
        }

        @Override
        public void flush() {
            flushed = written.toString(StandardCharsets.UTF_8);
        }
    }
}
