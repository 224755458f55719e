package org.etrngateway.queue.spool;

import java.util.Set;

/**
 * An operator's decision about a unit: its hold and its priority from here on. Immutable.
 *
 * @param message where the MESSAGE record lies
 * @param recipients positions of the unit's recipients, for sites are not stored
 */
record UnitRecord(Place message, Set<Integer> recipients, boolean held, int priority, String by) {
    private static final int SEGMENT = 1;
    private static final int OFFSET = 2;
    private static final int RECIPIENTS = 3;
    private static final int HELD = 4;
    private static final int PRIORITY = 5;
    private static final int BY = 6;

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        out.put(SEGMENT, message.segment()).put(OFFSET, message.offset());
        out.putAll(RECIPIENTS, recipients);
        out.put(HELD, held ? 1 : 0).put(PRIORITY, priority).put(BY, by);
        return out.bytes();
    }

    static UnitRecord decode(byte[] meta) throws DamagedException {
        FieldReader in = new FieldReader(meta);
        long segment = 0;
        long offset = 0;
        Set<Integer> recipients = Set.of();
        boolean held = false;
        int priority = 0;
        String by = "";
        while (in.next()) {
            switch (in.tag()) {
                case SEGMENT -> segment = in.number();
                case OFFSET -> offset = in.number();
                case RECIPIENTS -> recipients = in.numbers();
                case HELD -> held = in.flag();
                case PRIORITY -> priority = in.smallNumber();
                case BY -> by = in.text();
                default -> {}
            }
        }
        return new UnitRecord(new Place(segment, offset), recipients, held, priority, by);
    }
}
