package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file beside the index that holds the last checkpoint: magic (8), CRC-32C (4), fields. Thread-safe. */
final class CheckpointFile {
    static final String NAME = "checkpoint";

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointFile.class);
    private static final long MAGIC = 0x45545243484B5031L; // "ETRCHKP1"
    private static final int HEAD = Long.BYTES + Integer.BYTES;

    private final Disk disk;
    private final Path file;

    CheckpointFile(Disk disk, SpoolSettings settings) {
        this.disk = disk;
        this.file = settings.index().resolve(NAME);
    }

    /** Puts a checkpoint in the place of the last one; a crash leaves one of the two. */
    void write(Checkpoint checkpoint) throws IOException {
        byte[] fields = CheckpointCodec.encode(checkpoint);
        ByteBuffer octets = ByteBuffer.allocate(HEAD + fields.length);
        octets.putLong(MAGIC).putInt(crc(fields)).put(fields).flip();
        Path fresh = file.resolveSibling(NAME + ".new");
        disk.delete(fresh);
        try (DiskFile out = disk.create(fresh)) {
            out.write(octets, 0);
            out.force();
        }
        disk.replace(fresh, file);
        disk.forceFolder(file.getParent());
    }

    /** The run of the machine that a checkpoint is taken in. */
    String boot() {
        return disk.boot();
    }

    /** The last checkpoint; empty if there is none that can be read. */
    Optional<Checkpoint> read() throws IOException {
        if (!disk.exists(file)) {
            return Optional.empty();
        }
        try {
            return decode(octets());
        } catch (DamagedException | IllegalArgumentException e) {
            LOG.warn("the checkpoint {} cannot be used: {}", file, e.getMessage());
            return Optional.empty();
        }
    }

    private ByteBuffer octets() throws IOException {
        try (DiskFile in = disk.open(file)) {
            ByteBuffer octets = ByteBuffer.allocate(Math.toIntExact(in.size()));
            in.read(octets, 0);
            return octets.flip();
        }
    }

    private static Optional<Checkpoint> decode(ByteBuffer octets) throws DamagedException {
        if (octets.remaining() < HEAD || octets.getLong() != MAGIC) {
            throw new DamagedException("it does not begin like one");
        }
        int crc = octets.getInt();
        byte[] fields = new byte[octets.remaining()];
        octets.get(fields);
        if (crc(fields) != crc) {
            throw new DamagedException("it is damaged");
        }
        return CheckpointCodec.decode(fields);
    }

    /** Takes the last checkpoint away durably: the next start reads the whole log. */
    void delete() throws IOException {
        disk.delete(file);
        disk.forceFolder(file.getParent());
    }

    private static int crc(byte[] fields) {
        CRC32C crc = new CRC32C();
        crc.update(fields);
        return (int) crc.getValue();
    }
}
