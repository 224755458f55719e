package org.etrngateway.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.core.encoder.EncoderBase;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * An event as a line of text: {@code 2026-03-01T12:00:00.000Z INFO net accepted id=0000000000012 size=4096}.
 * The fourth word is the package. A value with a space or a quote in it stands in quotes; a stack trace
 * is part of the line.
 */
final class TextEncoder extends EncoderBase<ILoggingEvent> {
    private static final byte[] NOTHING = {};
    private static final int FRAMES = 30;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(200);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()), line);
        line.append(' ').append(event.getLevel()).append(' ').append(source(event.getLoggerName()));
        line.append(' ');
        Printable.append(line, event.getFormattedMessage());
        List<KeyValuePair> pairs = event.getKeyValuePairs();
        if (pairs != null) {
            pairs.forEach(pair -> append(line, pair.key, String.valueOf(pair.value)));
        }
        for (IThrowableProxy cause = event.getThrowableProxy(); cause != null; cause = cause.getCause()) {
            append(line, cause);
        }
        return line.append('\n').toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String source(String logger) {
        int end = logger.lastIndexOf('.');
        return end < 0 ? logger : logger.substring(logger.lastIndexOf('.', end - 1) + 1, end);
    }

    private static void append(StringBuilder line, String key, String value) {
        line.append(' ').append(key).append('=');
        if (!value.isEmpty() && value.indexOf(' ') < 0 && value.indexOf('"') < 0) {
            Printable.append(line, value);
        } else {
            line.append('"');
            Printable.append(line, value.replace("\\", "\\\\").replace("\"", "\\\""));
            line.append('"');
        }
    }

    private static void append(StringBuilder line, IThrowableProxy cause) {
        line.append(" | ").append(cause.getClassName()).append(": ");
        Printable.append(line, String.valueOf(cause.getMessage()));
        StackTraceElementProxy[] frames = cause.getStackTraceElementProxyArray();
        int shown = Math.min(FRAMES, frames.length - cause.getCommonFrames());
        for (int i = 0; i < shown; i++) {
            Printable.append(line.append(' '), frames[i].getSTEAsString());
        }
    }
}
