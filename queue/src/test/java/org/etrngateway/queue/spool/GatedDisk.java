package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A real disk that is as slow as a test wants: while {@link #hold} lasts, no write and no force to a file ends.
 * Thread-safe.
 */
final class GatedDisk extends DiskOverReal {
    // Those who write and force share it; who holds them up has it alone.
    private final ReentrantReadWriteLock gate = new ReentrantReadWriteLock();
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger forces = new AtomicInteger();

    /** From now on all wait, until the same thread lets them go. */
    void hold() {
        gate.writeLock().lock();
    }

    void letGo() {
        gate.writeLock().unlock();
    }

    /** How many forces of files have been let through. */
    int forces() {
        return forces.get();
    }

    /** How many writes have been let through. */
    int writes() {
        return writes.get();
    }

    private void pass(AtomicInteger passed) {
        gate.readLock().lock();
        try {
            passed.incrementAndGet();
        } finally {
            gate.readLock().unlock();
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new Gated(super.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Gated(super.open(file));
    }

    private final class Gated extends FileOver {
        Gated(DiskFile file) {
            super(file);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            pass(writes);
            super.write(from, position);
        }

        @Override
        public void force() throws IOException {
            pass(forces);
            super.force();
        }
    }
}
