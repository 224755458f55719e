package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real disk whose writes or forces fail when told to. */
record FaultyDisk(RealDisk real, AtomicBoolean writesFail, AtomicBoolean forcesFail) implements Disk {
    FaultyDisk() {
        this(new RealDisk(), new AtomicBoolean(), new AtomicBoolean());
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new Faulty(real.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Faulty(real.open(file));
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
    public long usableSpace(Path folder) throws IOException {
        return writesFail.get() ? 0 : real.usableSpace(folder);
    }

    private final class Faulty implements DiskFile {
        private final DiskFile file;

        Faulty(DiskFile file) {
            this.file = file;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (writesFail.get()) {
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
