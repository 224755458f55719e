package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.TransactionName;

/** What the frames of a {@link TransactionFile} say, as fields. Tags are on disk: never reuse one. */
final class TransactionFields {
    private static final int CLIENT = 1;
    private static final int HELLO = 2;
    private static final int TRANSID = 3;
    private static final int ENVELOPE = 4;
    private static final int AT = 5;
    private static final int ID = 6;
    private static final int SEGMENT = 7;
    private static final int SENT = 8;

    private TransactionFields() {}

    /** What the first frame says. */
    record Begun(TransactionName name, Envelope envelope, Instant at) {}

    /** What is said of a commit. */
    record Tried(TransactionFile.Commit commit, Instant at) {}

    static byte[] of(Begun begun) {
        return new FieldWriter()
                .put(CLIENT, begun.name().client())
                .put(HELLO, begun.name().hello())
                .put(TRANSID, begun.name().transId())
                .put(ENVELOPE, EnvelopeCodec.encode(begun.envelope()))
                .put(AT, begun.at())
                .bytes();
    }

    static Begun begun(ByteBuffer payload) throws DamagedException {
        FieldReader in = new FieldReader(octets(payload));
        String client = "";
        String hello = "";
        String transId = "";
        Optional<Envelope> envelope = Optional.empty();
        Instant at = Instant.EPOCH;
        while (in.next()) {
            switch (in.tag()) {
                case CLIENT -> client = in.text();
                case HELLO -> hello = in.text();
                case TRANSID -> transId = in.text();
                case ENVELOPE -> envelope = Optional.of(EnvelopeCodec.decode(in.nested()));
                case AT -> at = in.instant();
                default -> {}
            }
        }
        return new Begun(
                new TransactionName(client, hello, transId),
                envelope.orElseThrow(() -> new DamagedException("a transaction without an envelope")),
                at);
    }

    static byte[] of(TransactionFile.Commit commit, Instant at) {
        return new FieldWriter()
                .put(ID, commit.id())
                .put(SEGMENT, commit.segment())
                .put(SENT, commit.sent())
                .put(AT, at)
                .bytes();
    }

    static Tried tried(ByteBuffer payload) throws DamagedException {
        FieldReader in = new FieldReader(octets(payload));
        long id = 0;
        long segment = 0;
        long sent = 0;
        Instant at = Instant.EPOCH;
        while (in.next()) {
            switch (in.tag()) {
                case ID -> id = in.number();
                case SEGMENT -> segment = in.number();
                case SENT -> sent = in.number();
                case AT -> at = in.instant();
                default -> {}
            }
        }
        return new Tried(new TransactionFile.Commit(id, segment, sent), at);
    }

    private static byte[] octets(ByteBuffer payload) {
        byte[] octets = new byte[payload.remaining()];
        payload.get(octets);
        return octets;
    }
}
