package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** A real disk that lets something happen once, just before a file of a folder is opened. */
record Meddling(RealDisk real, String folder, Runnable event, AtomicBoolean happened) implements Disk {
    Meddling(RealDisk real, String folder, Runnable event) {
        this(real, folder, event, new AtomicBoolean());
    }

    @Override
    public DiskFile open(Path file) throws IOException {
        if (file.getParent().endsWith(folder) && happened.compareAndSet(false, true)) {
            event.run();
        }
        return real.open(file);
    }

    @Override
    public boolean exists(Path file) {
        return real.exists(file);
    }

    @Override
    public Lock lock(Path path) {
        return real.lock(path);
    }

    @Override
    public String databaseName(Path file) {
        return real.databaseName(file);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        return real.create(file);
    }

    @Override
    public void createFolder(Path path) throws IOException {
        real.createFolder(path);
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
    public List<Path> list(Path path) throws IOException {
        return real.list(path);
    }

    @Override
    public void forceFolder(Path path) throws IOException {
        real.forceFolder(path);
    }

    @Override
    public String boot() {
        return real.boot();
    }

    @Override
    public long usableSpace(Path path) throws IOException {
        return real.usableSpace(path);
    }
}
