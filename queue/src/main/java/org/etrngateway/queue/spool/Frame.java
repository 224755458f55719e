package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;

/** A valid record as it was found in a segment; its body was not read unless the reader was told to. */
record Frame(Place place, RecordHeader header, ByteBuffer meta) {
    RecordType type() {
        return RecordType.of(header.type());
    }

    long id() {
        return header.id();
    }

    byte[] octets() {
        byte[] octets = new byte[meta.remaining()];
        meta.duplicate().get(octets);
        return octets;
    }

    /** Where its body begins. */
    long bodyOffset() {
        return place.offset() + RecordHeader.SIZE + header.metaLength();
    }

    long end() {
        return place.offset() + header.length();
    }
}
