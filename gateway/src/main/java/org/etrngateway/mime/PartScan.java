package org.etrngateway.mime;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/**
 * Finds the parts of a message as it streams by (RFC 2046 §5.1). Keeps what is bounded: the header of one part, the
 * beginnings of two texts, and the boundaries that are open. Jakarta Mail reads the headers; its own parser of multiparts
 * would keep a preamble of any length, and make an object of each of a million empty parts.
 *
 * <pre>
 * HEADER  empty line                        BODY; of a message in the message: HEADER of that
 * HEADER  boundary of an open multipart     as in BODY: the part has no body
 * BODY    boundary of an open multipart     HEADER of its next part
 * BODY    last boundary of one              BODY of nothing: what follows is for nobody
 * </pre>
 *
 * Belongs to one thread.
 */
final class PartScan {
    /** Parts that are listed at most. */
    static final int MOST_PARTS = 200;

    /** How deep parts may lie in parts. */
    static final int DEEPEST = 10;

    /** Octets that are looked at. */
    static final long MOST_OCTETS = 64L * 1024 * 1024;

    /** Octets of the header of a part; of a longer one the beginning counts. */
    static final int MOST_HEADER = 64 * 1024;

    /** Longer than any line that is a boundary. */
    private static final int MOST_LINE = 1024;

    private enum State {
        HEADER,
        BODY
    }

    /** A part whose end has not come; one that holds others has its boundary, or is a message in the message. */
    private static final class Open {
        private final int index;
        private final String path;
        private final Optional<String> boundary;
        private final long from;
        private int children;

        /**
         * @param from where its body begins
         */
        Open(int index, String path, Optional<String> boundary, long from) {
            this.index = index;
            this.path = path;
            this.boundary = boundary;
            this.from = from;
        }

        boolean hasLine(String line) {
            return boundary.filter(mark -> line.equals("--" + mark)).isPresent();
        }

        boolean hasLastLine(String line) {
            return boundary.filter(mark -> line.equals("--" + mark + "--")).isPresent();
        }
    }

    private final List<Part> parts = new ArrayList<>();
    /** Those that hold others, the innermost first. */
    private final Deque<Open> holders = new ArrayDeque<>();
    /** The one that holds none. */
    private Optional<Open> leaf = Optional.empty();

    private final byte[] line = new byte[MOST_LINE];
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private Optional<TextBody> text = Optional.empty();
    private Optional<TextBody> plain = Optional.empty();
    private Optional<TextBody> html = Optional.empty();
    private State state = State.HEADER;
    private String path = "1";
    private int kept;
    private boolean isLong;
    private long position;
    private long lineStart;
    private boolean complete = true;
    private boolean over;

    /**
     * Takes the next octets of the message.
     *
     * @return false if no more are looked at
     */
    boolean scan(ByteBuffer octets) {
        while (!over && octets.hasRemaining()) {
            byte octet = octets.get();
            if (kept == MOST_LINE) {
                keep();
                isLong = true;
            }
            line[kept++] = octet;
            position++;
            if (octet == '\n') {
                endLine();
            }
            if (position >= MOST_OCTETS) {
                stop();
            }
        }
        return !over;
    }

    /** The end of the message, or of what was looked at. */
    Parts end() {
        if (kept > 0 && !over) {
            endLine();
        }
        if (state == State.HEADER && !over) {
            begin();
        }
        endAll(position);
        return new Parts(parts, complete, plain.or(() -> html).map(TextBody::excerpt));
    }

    private void stop() {
        complete = false;
        over = true;
    }

    private void endLine() {
        String whole = isLong ? "" : new String(line, 0, kept, StandardCharsets.ISO_8859_1).stripTrailing();
        if (isLong || !boundary(whole)) {
            if (state == State.HEADER && !isLong && whole.isEmpty()) {
                begin();
            } else {
                keep();
            }
        }
        kept = 0;
        isLong = false;
        lineStart = position;
    }

    /** What stands in the line belongs to a header or to a text, if to anything. */
    private void keep() {
        if (state == State.BODY) {
            text.ifPresent(body -> body.put(line, kept));
        } else if (header.size() + kept <= MOST_HEADER) {
            header.write(line, 0, kept);
        } else {
            complete = false;
        }
        kept = 0;
    }

    /** The header of a part is over. */
    private void begin() {
        PartHeader head = PartHeader.of(header.toByteArray());
        header.reset();
        state = State.BODY;
        if (parts.size() == MOST_PARTS) {
            stop();
            return;
        }
        Open part = new Open(parts.size(), path, head.boundary(), position);
        parts.add(new Part(path, holders.size(), head.type(), head.name(), head.disposition(), 0));
        boolean holds = head.boundary().isPresent() || head.isMessage();
        if (holds && holders.size() < DEEPEST) {
            holders.push(part);
            if (head.isMessage()) {
                next(part);
            }
            return;
        }
        complete &= !holds;
        leaf = Optional.of(part);
        if (head.isText()) {
            text = Optional.of(new TextBody(path, head));
            boolean isPlain = head.type().equals("text/plain");
            plain = plain.or(() -> isPlain ? text : Optional.empty());
            html = html.or(() -> isPlain ? Optional.empty() : text);
        }
    }

    private void next(Open holder) {
        holder.children++;
        path = holder.path + "." + holder.children;
        state = State.HEADER;
    }

    /** True if the line is a boundary of one of the multiparts that are open; it ends all that is in that one. */
    private boolean boundary(String whole) {
        if (!whole.startsWith("--")) {
            return false;
        }
        Optional<Open> holder = holders.stream()
                .filter(open -> open.hasLine(whole) || open.hasLastLine(whole))
                .findFirst();
        holder.ifPresent(open -> reach(open, open.hasLastLine(whole)));
        return holder.isPresent();
    }

    private void reach(Open holder, boolean last) {
        if (state == State.HEADER) {
            begin();
        }
        // The line end before a boundary belongs to it.
        long end = Math.max(0, lineStart - 2);
        endLeaf(end);
        while (holders.peek() != holder) {
            end(holders.pop(), end);
        }
        if (last) {
            end(holders.pop(), position);
        } else {
            next(holder);
        }
    }

    private void endLeaf(long at) {
        leaf.ifPresent(part -> end(part, at));
        leaf = Optional.empty();
        text = Optional.empty();
    }

    private void endAll(long at) {
        endLeaf(at);
        while (!holders.isEmpty()) {
            end(holders.pop(), at);
        }
    }

    private void end(Open open, long at) {
        Part part = parts.get(open.index);
        parts.set(
                open.index,
                new Part(
                        part.path(),
                        part.depth(),
                        part.type(),
                        part.name(),
                        part.disposition(),
                        Math.max(0, at - open.from)));
    }
}
