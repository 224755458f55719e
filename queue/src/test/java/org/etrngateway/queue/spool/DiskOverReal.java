package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A real disk, for tests that change some of what it does. As thread-safe as what is changed. */
class DiskOverReal implements Disk {
    private final RealDisk real = new RealDisk();

    @Override
    public DiskFile create(Path file) throws IOException {
        return real.create(file);
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return real.open(file);
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
    public List<Path> list(Path folder) throws IOException {
        return real.list(folder);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        real.forceFolder(folder);
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
    public String boot() {
        return real.boot();
    }

    @Override
    public long usableSpace(Path folder) throws IOException {
        return real.usableSpace(folder);
    }

    /** A file of it, some of which is changed. */
    static class FileOver implements DiskFile {
        private final DiskFile file;

        FileOver(DiskFile file) {
            this.file = file;
        }

        /** Writes half of a buffer, as a write does that fails on its way. */
        void writeHalf(ByteBuffer from, long position) throws IOException {
            file.write(from.duplicate().limit(from.position() + from.remaining() / 2), position);
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            file.write(from, position);
        }

        @Override
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public void force() throws IOException {
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
