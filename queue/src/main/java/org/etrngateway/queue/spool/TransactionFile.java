package org.etrngateway.queue.spool;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.TransactionName;

/**
 * What is kept of one named transaction: magic (8), then {@link TransactionFrame frames}. A frame counts if it is
 * valid and all before it are; what lies behind the last one was never promised. A content frame says where its
 * octets belong: it takes the place of what was there, for who goes on with a message begins at the start of a
 * line. Not thread-safe.
 *
 * <p>A commit is noted before it is tried: a start asks the log whether the message of that id is there. When it is
 * known to be, a short file with the same name takes the place of this one.
 */
final class TransactionFile implements Closeable {
    private static final byte[] MAGIC = "ETRTXN01".getBytes(StandardCharsets.US_ASCII);

    /** Octets of content in one frame. */
    private static final int PIECE = 64 << 10;

    private final Disk disk;
    private final Path path;
    private final TransactionName name;
    private final Envelope envelope;
    private final List<Extent> extents = new ArrayList<>();
    private Optional<DiskFile> file = Optional.empty();
    private Optional<Commit> commit = Optional.empty();
    private Instant touched;
    private boolean complete;
    private boolean named;
    private long end;
    private long kept;
    private long lineStart;
    private boolean afterCr;

    private TransactionFile(Disk disk, Path path, TransactionName name, Envelope envelope, Instant touched) {
        this.disk = disk;
        this.path = path;
        this.name = name;
        this.envelope = envelope;
        this.touched = touched;
    }

    /** Octets of content that lie in one piece in the file. */
    private record Extent(long offset, long place, int length) {}

    /**
     * A commit that is tried.
     *
     * @param id of the message
     * @param segment the newest one then: the record lies there or behind
     * @param sent octets of content as the client counts them
     */
    record Commit(long id, long segment, long sent) {}

    /** A new one, of which nothing is on the disk before something is to be kept. */
    static TransactionFile begin(Disk disk, Path path, TransactionName name, Envelope envelope, Instant now) {
        return new TransactionFile(disk, path, name, envelope, now);
    }

    /** What is there; empty if it does not begin like one: it was being begun. */
    static Optional<TransactionFile> read(Disk disk, Path path) throws IOException {
        DiskFile file = disk.open(path);
        try {
            Optional<TransactionFrame> first =
                    isOurs(file) ? TransactionFrame.read(file, MAGIC.length) : Optional.empty();
            if (first.isEmpty() || first.get().type() != TransactionFrame.Type.BEGIN) {
                file.close();
                return Optional.empty();
            }
            TransactionFields.Begun begun = TransactionFields.begun(first.get().payload());
            TransactionFile result = new TransactionFile(disk, path, begun.name(), begun.envelope(), begun.at());
            result.file = Optional.of(file);
            result.named = true;
            result.replay(file, first.get().end());
            result.close();
            return Optional.of(result);
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static boolean isOurs(DiskFile file) throws IOException {
        ByteBuffer magic = ByteBuffer.allocate(MAGIC.length);
        file.read(magic, 0);
        return magic.flip().equals(ByteBuffer.wrap(MAGIC));
    }

    private void replay(DiskFile from, long start) throws IOException {
        end = start;
        for (Optional<TransactionFrame> next = TransactionFrame.read(from, end);
                next.isPresent();
                next = TransactionFrame.read(from, end)) {
            TransactionFrame frame = next.get();
            switch (frame.type()) {
                case CONTENT -> content(frame.payload());
                case COMMIT, DONE -> {
                    TransactionFields.Tried tried = TransactionFields.tried(frame.payload());
                    commit = Optional.of(tried.commit());
                    touched = tried.at();
                    complete = frame.type() == TransactionFrame.Type.DONE;
                }
                case BEGIN -> throw new DamagedException("a transaction begins twice");
            }
            end = frame.end();
        }
        if (end < from.size()) {
            from.truncate(end);
        }
    }

    private void content(ByteBuffer payload) throws DamagedException {
        if (payload.remaining() < 2 * Long.BYTES) {
            throw new DamagedException("content without its place");
        }
        touched = Instant.ofEpochMilli(payload.getLong());
        cut(payload.getLong());
        took(payload, end + TransactionFrame.HEAD + 2 * Long.BYTES);
    }

    TransactionName name() {
        return name;
    }

    Envelope envelope() {
        return envelope;
    }

    boolean isComplete() {
        return complete;
    }

    /** The last commit that was tried. */
    Optional<Commit> commit() {
        return commit;
    }

    /** When something came last. */
    Instant touched() {
        return touched;
    }

    /** Octets on the disk. */
    long length() {
        return end;
    }

    long kept() {
        return kept;
    }

    /** Where the last line begins that is not whole, or the end. */
    long lineStart() {
        return lineStart;
    }

    /** Forgets the content from an offset on, at which a line begins. */
    void cut(long offset) throws DamagedException {
        if (offset < 0 || offset > kept) {
            throw new DamagedException("content beyond the end of what came before");
        }
        while (!extents.isEmpty() && last().offset() + last().length() > offset) {
            Extent extent = extents.remove(extents.size() - 1);
            if (extent.offset() < offset) {
                extents.add(new Extent(extent.offset(), extent.place(), (int) (offset - extent.offset())));
            }
        }
        kept = offset;
        lineStart = Math.min(lineStart, offset);
        afterCr = false;
    }

    private Extent last() {
        return extents.get(extents.size() - 1);
    }

    /** Adds content; not durable before it is forced. */
    void append(ByteBuffer octets, Instant now) throws IOException {
        while (octets.hasRemaining()) {
            touched = now;
            ByteBuffer piece = octets.slice(octets.position(), Math.min(PIECE, octets.remaining()));
            octets.position(octets.position() + piece.remaining());
            ByteBuffer payload = ByteBuffer.allocate(2 * Long.BYTES + piece.remaining());
            payload.putLong(now.toEpochMilli())
                    .putLong(kept)
                    .put(piece.duplicate())
                    .flip();
            long place = write(TransactionFrame.Type.CONTENT, payload);
            took(piece, place + TransactionFrame.HEAD + 2 * Long.BYTES);
        }
    }

    private void took(ByteBuffer octets, long place) {
        int length = octets.remaining();
        extents.add(new Extent(kept, place, length));
        for (int i = 0; i < length; i++) {
            byte octet = octets.get(octets.position() + i);
            if (octet == '\n' && afterCr) {
                lineStart = kept + i + 1;
            }
            afterCr = octet == '\r';
        }
        kept += length;
    }

    /** Notes that a commit is tried; to be forced before it is. */
    void tries(Commit tried, Instant now) throws IOException {
        touched = now;
        commit = Optional.of(tried);
        write(TransactionFrame.Type.COMMIT, ByteBuffer.wrap(TransactionFields.of(tried, now)));
    }

    /** The message was committed: durably says so, and drops the content. */
    void completes(Instant now) throws IOException {
        touched = now;
        complete = true;
        close();
        Path fresh = path.resolveSibling(path.getFileName() + NEW);
        disk.delete(fresh);
        try (DiskFile out = disk.create(fresh)) {
            file = Optional.of(out);
            end = 0;
            begin(out);
            write(TransactionFrame.Type.DONE, ByteBuffer.wrap(TransactionFields.of(commit.orElseThrow(), now)));
            out.force();
        } finally {
            file = Optional.empty();
        }
        disk.replace(fresh, path);
        disk.forceFolder(path.getParent());
        extents.clear();
        kept = 0;
    }

    /** The ending of the name of a file that is not whole yet. */
    static final String NEW = ".new";

    private void begin(DiskFile out) throws IOException {
        out.write(ByteBuffer.wrap(MAGIC), 0);
        end = MAGIC.length;
        write(
                TransactionFrame.Type.BEGIN,
                ByteBuffer.wrap(TransactionFields.of(new TransactionFields.Begun(name, envelope, touched))));
    }

    private long write(TransactionFrame.Type type, ByteBuffer payload) throws IOException {
        DiskFile out = opened();
        ByteBuffer frame = TransactionFrame.encode(type, payload);
        long place = end;
        int length = frame.remaining();
        out.write(frame, place);
        end = place + length;
        return place;
    }

    private DiskFile opened() throws IOException {
        if (file.isEmpty()) {
            if (end > 0) {
                file = Optional.of(disk.open(path));
            } else {
                disk.delete(path);
                file = Optional.of(disk.create(path));
                begin(file.get());
            }
        }
        return file.get();
    }

    /** Makes all that was said durable. */
    void force() throws IOException {
        if (file.isPresent()) {
            file.get().force();
            if (!named) {
                disk.forceFolder(path.getParent());
                named = true;
            }
        }
    }

    /** Makes durable what a run before may have left in the cache only: the client is about to be told of it. */
    void assure() throws IOException {
        opened().force();
        disk.forceFolder(path.getParent());
    }

    /** Octets of content from an offset on: as many as lie in one piece, none at the end. */
    ByteBuffer read(long offset) throws IOException {
        for (Extent extent : extents) {
            if (offset < extent.offset() + extent.length()) {
                int skipped = (int) (offset - extent.offset());
                ByteBuffer octets = ByteBuffer.allocate(extent.length() - skipped);
                opened().read(octets, extent.place() + skipped);
                return octets.flip();
            }
        }
        return ByteBuffer.allocate(0);
    }

    /** Drops all of it; the name may come back in a power cut. */
    void delete() throws IOException {
        close();
        if (end > 0) {
            disk.delete(path);
        }
    }

    /** Gives the descriptor back; the file is opened again when it is needed. */
    @Override
    public void close() throws IOException {
        Optional<DiskFile> open = file;
        file = Optional.empty();
        if (open.isPresent()) {
            open.get().close();
        }
    }
}
