package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The first octets of a segment. Immutable.
 *
 * @param spool tells this spool from every other
 * @param number of the segment, ascending in the order of writing
 * @param key random, never reused: begins every record, so that nothing in a mail body is taken for one
 * @param nextId no message id at or above this was given away before the segment was begun
 * @param previous number of the segment before it; 0 if it is the first
 */
record SegmentHeader(UUID spool, long number, long key, long nextId, long previous) {
    static final int SIZE = 64;
    /** How the names of segments end; a part of one in quarantine has more behind it. */
    static final String SUFFIX = ".seg";

    private static final long MAGIC = 0x45545253504C3031L; // "ETRSPL01"
    private static final int CRC_AT = 48;
    private static final int PREVIOUS_AT = 52;

    ByteBuffer encode() {
        ByteBuffer out = ByteBuffer.allocate(SIZE);
        out.putLong(MAGIC).putLong(spool.getMostSignificantBits()).putLong(spool.getLeastSignificantBits());
        out.putLong(number).putLong(key).putLong(nextId);
        out.putLong(PREVIOUS_AT, previous).putInt(CRC_AT, crc(out));
        return out.rewind();
    }

    /**
     * @throws DamagedException if the file does not begin with a header
     */
    static SegmentHeader read(DiskFile file, Path name) throws IOException {
        ByteBuffer in = ByteBuffer.allocate(SIZE);
        boolean whole = file.read(in, 0) == SIZE;
        in.rewind();
        if (!whole || in.getInt(CRC_AT) != crc(in) || in.getLong() != MAGIC) {
            throw new DamagedException(name + " does not begin like a segment");
        }
        return new SegmentHeader(
                new UUID(in.getLong(), in.getLong()),
                in.getLong(),
                in.getLong(),
                in.getLong(),
                in.getLong(PREVIOUS_AT));
    }

    /**
     * Reads the header of a file that is to be a segment of a spool.
     *
     * @param spool empty: of whatever spool
     * @throws DamagedException if it is not, or has the name of another segment
     */
    static SegmentHeader read(DiskFile file, Path name, Optional<UUID> spool) throws IOException {
        SegmentHeader header = read(file, name);
        if (!spool.orElse(header.spool()).equals(header.spool())) {
            throw new DamagedException(name + " is of another spool");
        }
        if (!name.getFileName().toString().equals(fileName(header.number()))) {
            throw new DamagedException(name + " has the name of another segment");
        }
        return header;
    }

    private static int crc(ByteBuffer header) {
        CRC32C crc = new CRC32C();
        crc.update(header.duplicate().rewind().limit(CRC_AT));
        crc.update(header.duplicate().clear().position(PREVIOUS_AT));
        return (int) crc.getValue();
    }

    /** The name of a segment's file; names sort like numbers. */
    static String fileName(long number) {
        return String.format("%016x", number) + SUFFIX;
    }

    /** True if a file has the name of a segment. */
    static boolean isFile(Path name) {
        return name.toString().endsWith(SUFFIX);
    }
}
