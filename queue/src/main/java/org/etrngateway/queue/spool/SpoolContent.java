package org.etrngateway.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.etrngateway.queue.Content;

/** The contents of messages, small and large, checked when they are opened. */
final class SpoolContent {
    private static final int CHUNK = 1 << 18;

    private SpoolContent() {}

    /** The content of a message, whose record lies in a frame of a segment. */
    static Content open(Segment segment, Frame frame, MessageRecord message, LargeFiles files) throws IOException {
        return message.largeCrc().isPresent()
                ? new Large(checked(files.open(frame.id()), message), message.size())
                : new Small(segment.body(frame));
    }

    private static DiskFile checked(DiskFile file, MessageRecord message) throws IOException {
        try {
            CRC32C crc = new CRC32C();
            ByteBuffer chunk = ByteBuffer.allocate(CHUNK);
            long position = 0;
            for (int read = file.read(chunk, 0); read > 0; read = file.read(chunk.clear(), position)) {
                crc.update(chunk.flip());
                position += read;
            }
            if (position != message.size()
                    || (int) crc.getValue() != message.largeCrc().orElseThrow()) {
                throw new DamagedException("the file of a large message is not what was accepted");
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private record Small(ByteBuffer octets) implements Content {
        @Override
        public long size() {
            return octets.remaining();
        }

        @Override
        public int read(long position, ByteBuffer into) {
            if (position >= octets.remaining()) {
                return 0;
            }
            ByteBuffer from = octets.duplicate();
            from.position(from.position() + (int) position);
            int length = Math.min(from.remaining(), into.remaining());
            into.put(from.limit(from.position() + length));
            return length;
        }

        @Override
        public void close() {
            // memory only
        }
    }

    private record Large(DiskFile file, long size) implements Content {
        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void close() {
            try {
                file.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
