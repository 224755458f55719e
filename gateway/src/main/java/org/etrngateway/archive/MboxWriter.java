package org.etrngateway.archive;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes mbox (RFC 4155) with line feeds, in its reversible kind, mboxrd: each line of a message that is {@code From }
 * behind any number of {@code >} gets one {@code >} more. Not thread-safe.
 */
public final class MboxWriter implements Archive {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);
    private static final int CHUNK = 1 << 16;

    private final OutputStream out;
    private final ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
    /** At the start of a line: how many {@code >} came, and how much of {@code From }; -1: it is no such line. */
    private int quotes;

    private int matched;
    private boolean afterCr;

    public MboxWriter(OutputStream out) {
        this.out = new BufferedOutputStream(out, CHUNK);
    }

    @Override
    public void add(Letter letter) throws IOException {
        out.write(separator(letter.listed().sender().toString(), letter.listed().received()));
        quotes = 0;
        matched = 0;
        afterCr = false;
        put(ByteBuffer.wrap(letter.fields()));
        long position = 0;
        int read = letter.content().read(position, chunk.clear());
        while (read > 0) {
            position += read;
            put(chunk.flip());
            read = letter.content().read(position, chunk.clear());
        }
        end();
    }

    /** A sender may be quoted and have spaces, which a program would take for the end of it. */
    private static byte[] separator(String sender, Instant received) {
        String from = sender.isEmpty() ? "MAILER-DAEMON" : sender.replaceAll("\\s", "_");
        return ("From " + from + " " + DATE.format(received) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private void put(ByteBuffer octets) throws IOException {
        while (octets.hasRemaining()) {
            put(octets.get());
        }
    }

    private void put(byte octet) throws IOException {
        if (afterCr && octet != '\n') {
            text((byte) '\r');
        }
        afterCr = octet == '\r';
        if (octet == '\n') {
            unresolved();
            out.write('\n');
            quotes = 0;
            matched = 0;
        } else if (!afterCr) {
            text(octet);
        }
    }

    private void text(byte octet) throws IOException {
        if (matched == 0 && octet == '>') {
            quotes++;
        } else if (matched >= 0 && octet == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                out.write('>');
                unresolved();
            }
        } else {
            unresolved();
            out.write(octet);
        }
    }

    /** It is known now what kind of line it is: what was kept of it goes out. */
    private void unresolved() throws IOException {
        if (matched >= 0) {
            for (; quotes > 0; quotes--) {
                out.write('>');
            }
            out.write(FROM, 0, matched);
            matched = -1;
        }
    }

    /** An empty line behind each message. */
    private void end() throws IOException {
        boolean atStart = matched == 0 && quotes == 0 && !afterCr;
        unresolved();
        out.write(atStart ? new byte[] {'\n'} : new byte[] {'\n', '\n'});
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
