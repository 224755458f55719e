package org.etrngateway.queue.spool;

/**
 * An operator's decision about a unit. Immutable.
 *
 * @param message where the MESSAGE record lies
 * @param by who decided
 */
record UnitRecord(Place message, Decision decision, String by) {
    private static final int SEGMENT = 1;
    private static final int OFFSET = 2;
    private static final int BY = 6;
    private static final int DECISION = 7;

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        out.put(SEGMENT, message.segment()).put(OFFSET, message.offset());
        out.put(DECISION, decision.encode()).put(BY, by);
        return out.bytes();
    }

    static UnitRecord decode(byte[] meta) throws DamagedException {
        FieldReader in = new FieldReader(meta);
        long segment = 0;
        long offset = 0;
        Decision decision = Decision.decode(new FieldReader(new byte[0]));
        String by = "";
        while (in.next()) {
            switch (in.tag()) {
                case SEGMENT -> segment = in.number();
                case OFFSET -> offset = in.number();
                case DECISION -> decision = Decision.decode(in.nested());
                case BY -> by = in.text();
                default -> {}
            }
        }
        return new UnitRecord(new Place(segment, offset), decision, by);
    }
}
