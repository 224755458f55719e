package org.etrngateway.queue.spool;

import java.util.Optional;
import java.util.Set;
import org.etrngateway.queue.Envelope;

/**
 * A MESSAGE record without its body. Immutable.
 *
 * @param subject at most 200 characters
 * @param size octets of the content
 * @param largeCrc CRC-32C of the content if it is a file of its own; empty: it is the body of the record
 * @param held positions of recipients whose units were held from the start
 * @param carried empty: the message has just arrived; else compaction wrote it anew, and it says this
 */
record MessageRecord(
        Envelope envelope,
        String subject,
        long size,
        Optional<Integer> largeCrc,
        Set<Integer> held,
        Optional<Carried> carried) {
    private static final int ENVELOPE = 1;
    private static final int SUBJECT = 2;
    private static final int SIZE = 3;
    private static final int LARGE_CRC = 4;
    // 5 was a list of recipients that were done; never written.
    private static final int CARRIED = 6;
    private static final int HELD = 7;

    MessageRecord {
        held = Set.copyOf(held);
    }

    /** Positions of recipients that had met their end when the record was written. */
    Set<Integer> done() {
        return carried.map(Carried::done).orElse(Set.of());
    }

    byte[] encode() {
        FieldWriter out = new FieldWriter();
        out.put(ENVELOPE, EnvelopeCodec.encode(envelope));
        out.put(SUBJECT, subject);
        out.put(SIZE, size);
        largeCrc.ifPresent(crc -> out.put(LARGE_CRC, crc));
        if (!held.isEmpty()) {
            out.putAll(HELD, held);
        }
        carried.ifPresent(state -> out.put(CARRIED, state.encode()));
        return out.bytes();
    }

    /** The meta of a record that is written anew. Fields that this version does not know are kept. */
    static byte[] carry(byte[] meta, Carried carried) throws DamagedException {
        FieldWriter out = new FieldWriter();
        FieldReader in = new FieldReader(meta);
        while (in.next()) {
            if (in.tag() != CARRIED) {
                out.put(in.tag(), in.octets());
            }
        }
        return out.put(CARRIED, carried.encode()).bytes();
    }

    static MessageRecord decode(byte[] meta) throws DamagedException {
        try {
            return decode(new FieldReader(meta));
        } catch (IllegalArgumentException e) {
            throw new DamagedException("an envelope is not valid", e);
        }
    }

    private static MessageRecord decode(FieldReader in) throws DamagedException {
        Optional<Envelope> envelope = Optional.empty();
        String subject = "";
        long size = 0;
        Optional<Integer> largeCrc = Optional.empty();
        Set<Integer> held = Set.of();
        Optional<Carried> carried = Optional.empty();
        while (in.next()) {
            switch (in.tag()) {
                case ENVELOPE -> envelope = Optional.of(EnvelopeCodec.decode(in.nested()));
                case SUBJECT -> subject = in.text();
                case SIZE -> size = in.number();
                case LARGE_CRC -> largeCrc = Optional.of(in.smallNumber());
                case HELD -> held = in.numbers();
                case CARRIED -> carried = Optional.of(Carried.decode(in.nested()));
                default -> {}
            }
        }
        Envelope present = envelope.orElseThrow(() -> new DamagedException("a message has no envelope"));
        return new MessageRecord(present, subject, size, largeCrc, held, carried);
    }
}
