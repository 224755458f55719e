package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;

/**
 * The 40 octets before each record. Immutable.
 *
 * @param crc of header and meta
 * @param offset where in its segment the record was written, the lower half of that number
 */
record RecordHeader(int type, int metaLength, int bodyLength, long id, int crc, int bodyCrc, int offset) {
    static final int SIZE = 40;

    /** Bounds what a damaged length can make a reader allocate. */
    static final int MAX_META = 64 << 20;

    private static final byte VERSION = 1;
    private static final int CRC_AT = 28;

    /** The header of a record that is to lie at an offset of the segment with this key. */
    static ByteBuffer encode(long key, long offset, Append record, ByteBuffer meta) {
        ByteBuffer out = ByteBuffer.allocate(SIZE);
        out.putLong(key).put((byte) record.type().code()).put(VERSION).putShort((short) 0);
        out.putInt(meta.remaining()).putInt(record.body().remaining());
        out.putLong(record.id()).putInt(0).putInt(record.bodyCrc()).putInt((int) offset);
        out.rewind();
        return out.putInt(CRC_AT, crc(out, meta));
    }

    /** Reads a header; empty if these octets begin no record of the segment with this key. */
    static Optional<RecordHeader> decode(long key, ByteBuffer in) {
        ByteBuffer from = in.duplicate();
        if (from.remaining() < SIZE || from.getLong() != key) {
            return Optional.empty();
        }
        int type = from.get();
        from.position(from.position() + 3);
        RecordHeader header = new RecordHeader(
                type, from.getInt(), from.getInt(), from.getLong(), from.getInt(), from.getInt(), from.getInt());
        boolean sane = header.metaLength >= 0 && header.metaLength <= MAX_META && header.bodyLength >= 0;
        return sane ? Optional.of(header) : Optional.empty();
    }

    /** True if header and meta are what was written. */
    boolean matches(ByteBuffer header, ByteBuffer meta) {
        return crc(header, meta) == crc;
    }

    /** True if it was written at an offset; a copy of it in a content lies at another one. */
    boolean isFor(long place) {
        return offset == (int) place;
    }

    /** Octets of the whole record. */
    long length() {
        return (long) SIZE + metaLength + bodyLength;
    }

    private static int crc(ByteBuffer header, ByteBuffer meta) {
        ByteBuffer octets = header.duplicate();
        int start = octets.position();
        CRC32C crc = new CRC32C();
        crc.update(octets.limit(start + CRC_AT));
        crc.update(octets.limit(start + SIZE).position(start + CRC_AT + 4));
        crc.update(meta.duplicate());
        return (int) crc.getValue();
    }
}
