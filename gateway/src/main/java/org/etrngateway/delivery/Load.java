package org.etrngateway.delivery;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.Content;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.session.Parcel;

/**
 * A parcel with its content at hand: small content is in memory, larger is read piece by piece. To be
 * closed once, when the parcel is answered or given back.
 */
final class Load implements AutoCloseable {
    /** Content up to this many octets is fetched beforehand. */
    static final int SMALL = 256 * 1024;

    private static final int PIECE = 64 * 1024;
    private static final long HIGH_BITS = 0x8080808080808080L;

    private final Share share;
    private Parcel parcel;
    private final Content content;
    private final Optional<ByteBuffer> fetched;

    private Load(Share share, Parcel parcel, Content content, Optional<ByteBuffer> fetched) {
        this.share = share;
        this.parcel = parcel;
        this.content = content;
        this.fetched = fetched;
    }

    /**
     * Makes a load of a unit, or of a part of it; blocks on the disk.
     *
     * @param recipients those of the lease that this part is for
     * @param content given away, also if this fails
     */
    static Load of(Share share, List<Integer> recipients, Content content) throws IOException {
        Lease lease = share.lease();
        boolean declared = lease.envelope().body() == Envelope.Body.EIGHT_BIT_MIME;
        if (content.size() > SMALL) {
            return new Load(
                    share, new Parcel(lease, recipients, Optional.empty(), declared), content, Optional.empty());
        }
        ByteBuffer octets = ByteBuffer.allocate((int) content.size());
        try (content) {
            fill(content, 0, octets);
        }
        octets.flip();
        Parcel parcel = new Parcel(lease, recipients, Optional.empty(), declared || isEightBit(octets));
        return new Load(share, parcel, content, Optional.of(octets));
    }

    /** It goes to a server now, with the time that is left of it. */
    void leave(Instant now) {
        parcel = parcel.leaving(now);
    }

    Share share() {
        return share;
    }

    Parcel parcel() {
        return parcel;
    }

    Lease lease() {
        return parcel.lease();
    }

    /** The whole content, if it is at hand. */
    Optional<ByteBuffer> fetched() {
        return fetched.map(ByteBuffer::duplicate);
    }

    long size() {
        return content.size();
    }

    /** The next piece from a position; blocks on the disk. */
    ByteBuffer piece(long position) throws IOException {
        ByteBuffer octets = ByteBuffer.allocate((int) Math.min(PIECE, content.size() - position));
        fill(content, position, octets);
        return octets.flip();
    }

    @Override
    public void close() {
        content.close();
    }

    private static void fill(Content content, long from, ByteBuffer octets) throws IOException {
        long position = from;
        while (octets.hasRemaining()) {
            int read = content.read(position, octets);
            if (read <= 0) {
                throw new IOException("the content ends before its size");
            }
            position += read;
        }
    }

    private static boolean isEightBit(ByteBuffer octets) {
        int at = 0;
        for (; at + Long.BYTES <= octets.limit(); at += Long.BYTES) {
            if ((octets.getLong(at) & HIGH_BITS) != 0) {
                return true;
            }
        }
        for (; at < octets.limit(); at++) {
            if (octets.get(at) < 0) {
                return true;
            }
        }
        return false;
    }
}
