package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** The content of a file at one moment, in sectors that later contents share. Immutable. */
final class Octets {
    /** What a disk writes whole or not at all. */
    static final int SECTOR = 512;

    static final Octets NONE = new Octets(new byte[0][], 0);

    private static final byte[] ZEROS = new byte[SECTOR];

    private final byte[][] sectors;
    private final long size;

    private Octets(byte[][] sectors, long size) {
        this.sectors = sectors;
        this.size = size;
    }

    static Octets of(byte[] octets) {
        return NONE.write(ByteBuffer.wrap(octets), 0);
    }

    long size() {
        return size;
    }

    byte[] bytes() {
        ByteBuffer all = ByteBuffer.allocate((int) size);
        read(all, 0);
        return all.array();
    }

    /** Octets read; 0 at the end. */
    int read(ByteBuffer into, long position) {
        int total = 0;
        for (long at = position; at < size && into.hasRemaining(); at = position + total) {
            int offset = (int) (at % SECTOR);
            int length = (int) Math.min(Math.min(SECTOR - offset, into.remaining()), size - at);
            into.put(sectors[(int) (at / SECTOR)], offset, length);
            total += length;
        }
        return total;
    }

    /** With all of the buffer at a position; what lies between is zero. */
    Octets write(ByteBuffer from, long position) {
        long end = position + from.remaining();
        byte[][] changed = resized(Math.max(end, size));
        for (long at = position; at < end; at += SECTOR - at % SECTOR) {
            int sector = (int) (at / SECTOR);
            int offset = (int) (at % SECTOR);
            changed[sector] = changed[sector].clone();
            from.get(changed[sector], offset, (int) Math.min(SECTOR - offset, end - at));
        }
        return new Octets(changed, Math.max(end, size));
    }

    Octets truncate(long to) {
        if (to >= size) {
            return this;
        }
        byte[][] changed = resized(to);
        int tail = (int) (to % SECTOR);
        if (tail > 0) {
            // What is cut off does not come back when the file grows again.
            changed[changed.length - 1] = Arrays.copyOf(Arrays.copyOf(changed[changed.length - 1], tail), SECTOR);
        }
        return new Octets(changed, to);
    }

    private byte[][] resized(long to) {
        int before = sectors.length;
        byte[][] changed = Arrays.copyOf(sectors, (int) ((to + SECTOR - 1) / SECTOR));
        for (int i = before; i < changed.length; i++) {
            changed[i] = ZEROS;
        }
        return changed;
    }

    /** What a disk may hold that was given these contents one after the other: each sector of any of them. */
    static Octets torn(List<Octets> versions, Random random) {
        long size = pick(versions, random).size;
        byte[][] sectors = NONE.resized(size);
        for (int i = 0; i < sectors.length; i++) {
            byte[][] chosen = pick(versions, random).sectors;
            sectors[i] = i < chosen.length ? chosen[i] : ZEROS;
        }
        return new Octets(sectors, size).truncateTail();
    }

    /** Behind the end of a file there is nothing, whatever its last sector held. */
    private Octets truncateTail() {
        return size % SECTOR == 0 ? this : new Octets(sectors, size + 1).truncate(size);
    }

    private static Octets pick(List<Octets> versions, Random random) {
        return versions.get(random.nextInt(versions.size()));
    }
}
