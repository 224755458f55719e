package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/** A real disk on which nothing more can be changed after so many changes: what a kill leaves. */
final class FailingDisk extends DiskOverReal {
    private final AtomicInteger left;

    FailingDisk(int changes) {
        this.left = new AtomicInteger(changes);
    }

    private boolean mayChange() {
        return left.getAndDecrement() > 0;
    }

    private void change() throws IOException {
        if (!mayChange()) {
            throw new IOException("cut");
        }
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        change();
        return new Failing(super.create(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Failing(super.open(file));
    }

    @Override
    public void createFolder(Path folder) throws IOException {
        change();
        super.createFolder(folder);
    }

    @Override
    public void replace(Path from, Path to) throws IOException {
        change();
        super.replace(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        change();
        super.delete(file);
    }

    @Override
    public void forceFolder(Path folder) throws IOException {
        change();
        super.forceFolder(folder);
    }

    private final class Failing extends FileOver {
        Failing(DiskFile file) {
            super(file);
        }

        /** The last write is done by half. */
        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (!mayChange()) {
                writeHalf(from, position);
                throw new IOException("cut");
            }
            super.write(from, position);
        }

        @Override
        public void force() throws IOException {
            change();
            super.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            super.truncate(size);
        }
    }
}
