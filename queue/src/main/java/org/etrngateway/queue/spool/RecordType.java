package org.etrngateway.queue.spool;

/** What a record tells. The codes are on disk: never reuse one. */
enum RecordType {
    /** A message was accepted, or was moved by compaction; the last one of an id wins. */
    MESSAGE(1),
    /** Recipients of a unit met their end. */
    OUTCOME(2),
    /** An operator's decision about a unit. */
    UNIT(3),
    /** Which sites are paused: all of them, as of here. */
    SITE(4),
    /** What the segment holds; its last record. */
    SUMMARY(5);

    private final int code;

    RecordType(int code) {
        this.code = code;
    }

    int code() {
        return code;
    }

    /**
     * @throws SpoolException if this version does not know the type
     */
    static RecordType of(int code) {
        for (RecordType type : values()) {
            if (type.code == code) {
                return type;
            }
        }
        throw new SpoolException("the spool has records of type " + code + ": it was written by a newer version");
    }
}
