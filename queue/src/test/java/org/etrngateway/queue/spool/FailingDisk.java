package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** A real disk on which nothing more can be changed after so many changes: what a kill leaves. */
final class FailingDisk implements Disk {
    private final RealDisk real;
    private final AtomicInteger left;

    FailingDisk(RealDisk real, int changes) {
        this.real = real;
        this.left = new AtomicInteger(changes);
    }

    private void change() throws IOException {
        if (left.getAndDecrement() <= 0) {
            throw new IOException("cut");
        }
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
    public DiskFile create(Path file) throws IOException {
        change();
        return new Failing(real.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Failing(real.open(file));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        change();
        real.createFolder(folder);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        change();
        real.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        change();
        real.delete(file);
    }

    @Override
    public List<Path> list(Path folder) throws IOException {
        return real.list(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        change();
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

    private final class Failing implements DiskFile {
        private final DiskFile file;

        Failing(DiskFile file) {
            this.file = file;
        }

        /** The last write is done by half. */
        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (left.getAndDecrement() <= 0) {
                int half = from.remaining() / 2;
                file.write(from.duplicate().limit(from.position() + half), position);
                throw new IOException("cut");
            }
            file.write(from, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
            change();
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
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
