package org.etrngateway.queue.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A real disk whose writes or forces fail when told to. It says that it has no room only when a write to the
 * log has failed for it, so that a test knows which of the two is met first.
 */
final class FaultyDisk extends DiskOverReal {
    private final AtomicBoolean writesFail = new AtomicBoolean();
    private final AtomicBoolean forcesFail = new AtomicBoolean();
    private final AtomicBoolean logMetIt = new AtomicBoolean();
    private final BlockingQueue<Long> looks = new LinkedBlockingQueue<>();

    AtomicBoolean writesFail() {
        return writesFail;
    }

    AtomicBoolean forcesFail() {
        return forcesFail;
    }

    AtomicBoolean logMetIt() {
        return logMetIt;
    }

    /** Waits until the free space was asked for twice: what the first answer led to is done then. */
    void awaitLook() throws InterruptedException {
        looks.clear();
        assertThat(looks.poll(1, TimeUnit.MINUTES)).isNotNull();
        assertThat(looks.poll(1, TimeUnit.MINUTES)).isNotNull();
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return new Faulty(super.create(file), SegmentHeader.isFile(file));
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        return new Faulty(super.open(file), SegmentHeader.isFile(file));
    }

    @Override
    public long usableSpace(Path folder) throws IOException {
        long space = writesFail.get() && logMetIt.get() ? 0 : super.usableSpace(folder);
        looks.add(space);
        return space;
    }

    private final class Faulty extends FileOver {
        private final boolean log;

        Faulty(DiskFile file, boolean log) {
            super(file);
            this.log = log;
        }

        @Override
        public void write(ByteBuffer from, long position) throws IOException {
            if (writesFail.get()) {
                logMetIt.compareAndSet(false, log);
                writeHalf(from, position);
                throw new IOException("No space left on device");
            }
            super.write(from, position);
        }

        @Override
        public void force() throws IOException {
            if (forcesFail.get()) {
                throw new IOException("Input/output error");
            }
            super.force();
        }
    }
}
