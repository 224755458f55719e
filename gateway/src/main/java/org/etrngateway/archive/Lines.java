package org.etrngateway.archive;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** The lines of a file, whatever ends them: LF, CRLF, a bare CR, or the file. Not thread-safe; blocks on what it reads. */
final class Lines {
    /** What is longer comes in several pieces. */
    static final int LONGEST_PIECE = 8192;

    private static final int CHUNK = 1 << 16;
    private static final int NOTHING = -2;

    private final InputStream in;
    private int ahead = NOTHING;
    private boolean starts = true;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, CHUNK);
    }

    /** A line, or a piece of it, without what ends it. */
    static final class Piece {
        private final byte[] octets;
        private final boolean starts;
        private final boolean ends;

        /**
         * @param starts true if it is the beginning of the line
         * @param ends true if it is the end of the line
         */
        Piece(byte[] octets, boolean starts, boolean ends) {
            this.octets = octets;
            this.starts = starts;
            this.ends = ends;
        }

        byte[] octets() {
            return octets;
        }

        boolean starts() {
            return starts;
        }

        boolean ends() {
            return ends;
        }

        boolean isEmptyLine() {
            return starts && ends && octets.length == 0;
        }
    }

    /** The next one; empty at the end of the file. */
    Optional<Piece> next() throws IOException {
        ByteArrayOutputStream octets = new ByteArrayOutputStream();
        int octet = take();
        while (octet >= 0 && octet != '\n' && octet != '\r' && octets.size() < LONGEST_PIECE - 1) {
            octets.write(octet);
            octet = take();
        }
        if (octet < 0 && octets.size() == 0 && starts) {
            return Optional.empty();
        }
        boolean ends = octet < 0 || octet == '\n' || octet == '\r';
        if (!ends) {
            octets.write(octet);
        } else if (octet == '\r') {
            int behind = take();
            ahead = behind == '\n' ? NOTHING : behind;
        }
        Piece piece = new Piece(octets.toByteArray(), starts, ends);
        starts = ends;
        return Optional.of(piece);
    }

    private int take() throws IOException {
        if (ahead == NOTHING) {
            return in.read();
        }
        int octet = ahead;
        ahead = octet < 0 ? octet : NOTHING;
        return octet;
    }
}
