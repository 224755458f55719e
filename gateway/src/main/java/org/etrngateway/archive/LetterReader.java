package org.etrngateway.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Reads the messages of a file one after the other: of an mbox of the kinds mboxrd and mboxo (RFC 4155), or one message as
 * it is. In an mbox a line that is {@code From } behind {@code >} loses one {@code >}: an mboxo does not say where it put
 * one, and this is wrong only where a message had such a line before. Lines come out with CRLF. What is kept in memory does
 * not grow with the file. Not thread-safe; blocks on what it reads.
 */
public final class LetterReader {
    private static final byte[] FROM = {'F', 'r', 'o', 'm', ' '};
    private static final byte[] CRLF = {'\r', '\n'};
    private static final int CHUNK = 1 << 16;

    /** How messages lie in a file. */
    public enum Kind {
        MBOX,
        /** One message, and nothing else. */
        EML
    }

    private final Lines lines;
    private final Kind kind;
    private Optional<Lines.Piece> ahead = Optional.empty();
    private Optional<String> from = Optional.empty();
    private boolean begun;
    private boolean inside;
    /** An empty line that came last: in an mbox the one before the next message is none of this one. */
    private boolean owed;

    public LetterReader(InputStream in, Kind kind) {
        this.lines = new Lines(in);
        this.kind = kind;
    }

    /**
     * Goes on to the next message, over what is left of this one.
     *
     * @return false if there is none
     * @throws NoMboxException if the file is no mbox
     */
    public boolean next() throws IOException {
        while (inside) {
            byte[] unused = read();
        }
        if (!begun) {
            begun = true;
            ahead = lines.next();
            inside = ahead.isPresent();
            if (inside && !isFrom(ahead.get()) && kind == Kind.MBOX) {
                throw new NoMboxException();
            }
        } else {
            inside = ahead.isPresent();
        }
        if (inside && isFrom(ahead.get())) {
            separator(ahead.get());
        }
        return inside;
    }

    private void separator(Lines.Piece line) throws IOException {
        String text = new String(line.octets(), StandardCharsets.UTF_8)
                .substring(FROM.length)
                .strip();
        from = Optional.of(text.split("\\s", 2)[0]).filter(word -> !word.isEmpty());
        Lines.Piece last = line;
        while (!last.ends()) {
            last = lines.next().orElseThrow();
        }
        ahead = lines.next();
    }

    /** Whom the line before this message names as its sender, if it does; it is as the writer wrote it. */
    public Optional<String> from() {
        return from;
    }

    /**
     * Reads on in this message.
     *
     * @return octets; none at its end
     */
    public byte[] read() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (inside && out.size() < CHUNK) {
            if (ahead.isEmpty() || isNext(ahead.get())) {
                inside = false;
                owed = false;
            } else {
                take(ahead.get(), out);
                ahead = lines.next();
            }
        }
        return out.toByteArray();
    }

    private boolean isNext(Lines.Piece piece) {
        return owed && isFrom(piece);
    }

    private void take(Lines.Piece piece, ByteArrayOutputStream out) {
        if (owed) {
            out.writeBytes(CRLF);
        }
        owed = kind == Kind.MBOX && piece.isEmptyLine();
        if (owed) {
            return;
        }
        int skipped = kind == Kind.MBOX && isQuoted(piece) ? 1 : 0;
        out.write(piece.octets(), skipped, piece.octets().length - skipped);
        if (piece.ends()) {
            out.writeBytes(CRLF);
        }
    }

    private static boolean isFrom(Lines.Piece piece) {
        return piece.starts() && isFromAt(piece.octets(), 0);
    }

    private static boolean isQuoted(Lines.Piece piece) {
        int quotes = 0;
        while (quotes < piece.octets().length && piece.octets()[quotes] == '>') {
            quotes++;
        }
        return piece.starts() && quotes > 0 && isFromAt(piece.octets(), quotes);
    }

    private static boolean isFromAt(byte[] octets, int at) {
        return octets.length >= at + FROM.length && Arrays.equals(octets, at, at + FROM.length, FROM, 0, FROM.length);
    }
}
