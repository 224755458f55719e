package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds the key of a segment whose header cannot be read: every record begins with it and proves it by its
 * CRC. Content may hold records of some key that a sender made up; so what lies within a valid record is not
 * looked at, and the key that most octets of the file speak for is taken. A sender could only win in a file
 * of which little more than his own message is left.
 */
final class KeySearch {
    private static final int WINDOW = 1 << 18;
    private static final int KEY_IN_HEADER = 32;
    private static final int LAST_TYPE = 5;

    private final DiskFile file;
    private final Map<Long, Long> octets = new HashMap<>();

    private KeySearch(DiskFile file) {
        this.file = file;
    }

    /** The key; empty if no record can be recognised. */
    static OptionalLong find(DiskFile file) throws IOException {
        KeySearch search = new KeySearch(file);
        search.run();
        return search.best();
    }

    private void run() throws IOException {
        ByteBuffer window = ByteBuffer.allocate(WINDOW);
        long at = 0;
        while (at + RecordHeader.SIZE <= file.size()) {
            file.read(window.clear(), at);
            window.flip();
            at = search(window, at);
        }
    }

    /** Looks for records in a window; returns where to go on. */
    private long search(ByteBuffer window, long at) throws IOException {
        int last = window.limit() - RecordHeader.SIZE;
        for (int i = 0; i <= last; i++) {
            if (mayBegin(window, i)) {
                long end = end(window.getLong(i), at + i);
                if (end > 0) {
                    return end;
                }
            }
        }
        return at + last + 1;
    }

    private static boolean mayBegin(ByteBuffer in, int i) {
        int type = in.get(i + Long.BYTES);
        return type >= 1 && type <= LAST_TYPE && in.getShort(i + 10) == 0;
    }

    /** Where a record ends that begins here with this key; 0 if none does. */
    private long end(long key, long offset) throws IOException {
        Segment segment = Segment.piece(0, key, file);
        long end = segment.frameAt(offset).map(Frame::end).orElse(0L);
        if (end > 0) {
            octets.merge(key, end - offset, Long::sum);
        }
        return end;
    }

    private OptionalLong best() throws IOException {
        ByteBuffer header = ByteBuffer.allocate(SegmentHeader.SIZE);
        file.read(header, 0);
        // The header may be damaged in another place, and nobody else knows this number.
        if (octets.containsKey(header.getLong(KEY_IN_HEADER))) {
            return OptionalLong.of(header.getLong(KEY_IN_HEADER));
        }
        return octets.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> OptionalLong.of(entry.getKey()))
                .orElse(OptionalLong.empty());
    }
}
