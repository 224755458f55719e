package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * A real disk that is as slow as a test wants: while {@link #hold} lasts, no write and no force to a file ends.
 * Thread-safe.
 */
final class GatedDisk implements Disk {
    private final RealDisk real = new RealDisk();
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
        return new Gated(real.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Gated(real.open(file));
    }

    @Override
    public Lock lock(Path folder) {
        return real.lock(folder);
    }

    @Override
    public String databaseName(Path file) {
        return real.databaseName(file);
    }

    @Override
    public boolean exists(Path file) {
        return real.exists(file);
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        real.createFolder(folder);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        real.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        real.delete(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return real.list(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        real.forceFolder(folder);
    }

    @Override
    public String boot() {
        return real.boot();
    }

    @Override
    public long usableSpace(Path folder) throws IOException {
        return real.usableSpace(folder);
    }

    private final class Gated implements DiskFile {
        private final DiskFile file;

        Gated(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            pass(writes);
            file.write(from, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            pass(forces);
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void rest() throws IOException {
            file.rest();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
