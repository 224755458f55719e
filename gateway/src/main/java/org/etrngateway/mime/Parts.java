package org.etrngateway.mime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.Content;

/**
 * The parts of a message in their order, and the beginning of what a person would read first. Immutable.
 *
 * @param complete false if it has more parts, or deeper or larger ones, than are looked at
 * @param text of the first text/plain part that is no attachment, else of the first text/html; empty: there is none
 */
public record Parts(List<Part> parts, boolean complete, Optional<Excerpt> text) {
    private static final int CHUNK = 1 << 16;

    public Parts {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a message once from its beginning, as far as {@link PartScan} looks; blocks on the disk.
     *
     * @throws IOException if it cannot be read
     */
    public static Parts of(Content content) throws IOException {
        PartScan scan = new PartScan();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
        long position = 0;
        boolean more = true;
        while (more) {
            int read = content.read(position, chunk.clear());
            position += read;
            more = read > 0 && scan.scan(chunk.flip());
        }
        return scan.end();
    }
}
