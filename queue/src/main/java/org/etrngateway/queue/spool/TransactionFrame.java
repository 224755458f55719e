package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/**
 * A piece of a {@link TransactionFile}: length of the payload (4), CRC-32C of what follows (4), type (1), payload.
 * Frames are read from the beginning of the file, one behind the other, so that no content can plant one.
 *
 * @param end where the next frame begins
 */
record TransactionFrame(Type type, ByteBuffer payload, long end) {
    static final int HEAD = 9;

    /** No frame is longer, so that a damaged length asks for no memory. */
    static final int MOST = 1 << 20;

    /** What frames say. */
    enum Type {
        /** The name and the envelope: the first one. */
        BEGIN(1),
        /** Octets of content: when they came (8), their offset (8), and they. */
        CONTENT(2),
        /** The message is about to be committed. */
        COMMIT(3),
        /** It was: the last one, and there is no content before it. */
        DONE(4);

        private final byte code;

        Type(int code) {
            this.code = (byte) code;
        }

        private static Optional<Type> of(byte code) {
            return Stream.of(values()).filter(type -> type.code == code).findFirst();
        }
    }

    /** The octets of a frame. */
    static ByteBuffer encode(Type type, ByteBuffer payload) {
        ByteBuffer frame = ByteBuffer.allocate(HEAD + payload.remaining());
        frame.putInt(payload.remaining()).putInt(0).put(type.code).put(payload);
        frame.flip();
        return frame.putInt(4, crc(frame.slice(8, frame.limit() - 8)));
    }

    /** The frame that begins at a place of a file; empty if no valid one does. */
    static Optional<TransactionFrame> read(DiskFile file, long at) throws IOException {
        ByteBuffer head = octets(file, at, HEAD);
        Optional<Type> type = head.remaining() == HEAD ? Type.of(head.get(8)) : Optional.empty();
        if (type.isEmpty() || !isLength(head.getInt(0), file.size() - at - HEAD)) {
            return Optional.empty();
        }
        ByteBuffer checked = octets(file, at + 8, 1 + head.getInt(0));
        if (crc(checked) != head.getInt(4)) {
            return Optional.empty();
        }
        return Optional.of(
                new TransactionFrame(type.get(), checked.slice(1, checked.limit() - 1), at + 8 + checked.limit()));
    }

    private static boolean isLength(int length, long left) {
        return length >= 0 && length <= MOST && length <= left;
    }

    private static ByteBuffer octets(DiskFile file, long at, int length) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate(length);
        file.read(octets, at);
        return octets.flip();
    }

    private static int crc(ByteBuffer octets) {
        CRC32C crc = new CRC32C();
        crc.update(octets.duplicate());
        return (int) crc.getValue();
    }
}
