package org.etrngateway.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class TextEncoderTest {
    private final Logger logger = new LoggerContext().getLogger("org.etrngateway.net.SessionLog");

    @Test
    void anEventIsALineOfWordsAndPairs() {
        LoggingEvent event = event("accepted", null);
        event.setKeyValuePairs(new ArrayList<>(List.of(
                new KeyValuePair("id", "12"), new KeyValuePair("reply", "250 \"OK\""), new KeyValuePair("name", ""))));
        assertThat(encode(event))
                .isEqualTo("2026-03-01T12:00:00.000Z INFO net accepted id=12 reply=\"250 \\\"OK\\\"\" name=\"\"\n");
    }

    @Test
    void nothingThatAClientSaysEndsTheLineOrReachesTheTerminal() {
        String evil = "a\r\nb\u001b[2J\u0000\u007f\u009b\u2028\u202e";
        LoggingEvent event = event(evil, null);
        event.setKeyValuePairs(new ArrayList<>(List.of(new KeyValuePair("helo", evil))));
        assertThat(encode(event).stripTrailing()).doesNotContainPattern("[\\p{Cntrl}\u2028\u202e]");
        assertThat(encode(event)).contains("a\\r\\nb\\u001b[2J\\u0000\\u007f\\u009b\\u2028\\u202e");
    }

    @Test
    void aStackTraceIsPartOfTheLine() {
        String line = encode(event("failed", new IllegalStateException("why\nnot", new RuntimeException("cause"))));
        assertThat(line.lines()).hasSize(1);
        assertThat(line)
                .contains(" | java.lang.IllegalStateException: why\\nnot at ")
                .contains(" | java.lang.RuntimeException: cause");
    }

    private LoggingEvent event(String message, Throwable error) {
        LoggingEvent event = new LoggingEvent("", logger, Level.INFO, message, error, null);
        event.setInstant(Instant.parse("2026-03-01T12:00:00Z"));
        return event;
    }

    private static String encode(LoggingEvent event) {
        return new String(new TextEncoder().encode(event), StandardCharsets.UTF_8);
    }
}
