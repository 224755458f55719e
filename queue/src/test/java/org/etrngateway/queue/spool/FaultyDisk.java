package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real disk whose writes or forces fail when told to. It says that it has no room only when a write to the
 * log has failed for it, so that a test knows which of the two is met first.
 */
record FaultyDisk(
        RealDisk real,
        AtomicBoolean writesFail,
        AtomicBoolean forcesFail,
        AtomicBoolean logMetIt,
        BlockingQueue<Long> looks)
        implements Disk {
    FaultyDisk() {
        this(
                new RealDisk(),
                new AtomicBoolean(),
                new AtomicBoolean(),
                new AtomicBoolean(),
                new LinkedBlockingQueue<>());
    }

    /** Waits until the free space was asked for twice: what the first answer led to is done then. */
    void awaitLook() throws InterruptedException {
        looks.clear();
        assertThat(looks.poll(1, TimeUnit.MINUTES)).isNotNull();
        assertThat(looks.poll(1, TimeUnit.MINUTES)).isNotNull();
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new Faulty(real.create(file), isLog(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Faulty(real.open(file), isLog(file));
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
    public boolean exists(Path file) {
        return real.exists(file);
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
        long space = writesFail.get() && logMetIt.get() ? 0 : real.usableSpace(folder);
        looks.add(space);
        return space;
    }

    private static boolean isLog(Path file) {
        return file.toString().endsWith(".seg");
    }

    private final class Faulty implements DiskFile {
        private final DiskFile file;
        private final boolean log;

        Faulty(DiskFile file, boolean log) {
            this.file = file;
            this.log = log;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (writesFail.get()) {
                logMetIt.compareAndSet(false, log);
                int half = from.remaining() / 2;
                file.write(from.duplicate().limit(from.position() + half), position);
                throw new IOException("No space left on device");
            }
            file.write(from, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            if (forcesFail.get()) {
                throw new IOException("Input/output error");
            }
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
