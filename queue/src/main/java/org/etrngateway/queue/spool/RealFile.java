package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file of the machine. Readers and the writer have channels of their own, opened when they are needed: an
 * interrupt of a reading thread closes the channel for all (the JDK's rule), which must not reach the writer,
 * and a read opens it again; the spool's own threads, which write, are never interrupted.
 */
final class RealFile implements DiskFile {
    private final Path path;
    private Optional<FileChannel> writer;
    private Optional<FileChannel> reader = Optional.empty();
    private boolean closed;

    private RealFile(Path path, Optional<FileChannel> writer) {
        this.path = path;
        this.writer = writer;
    }

    static RealFile create(Path path) throws IOException {
        return new RealFile(
                path, Optional.of(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)));
    }

    static RealFile open(Path path) throws IOException {
        RealFile file = new RealFile(path, Optional.empty());
        file.reader();
        return file;
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        FileChannel to = writer();
        long at = position;
        while (from.hasRemaining()) {
            at += to.write(from, at);
        }
    }

    @Override
    public int read(ByteBuffer into, long position) throws IOException {
        boolean interrupted = Thread.interrupted();
        int start = into.position();
        try {
            while (true) {
                FileChannel from = reader();
                try {
                    return read(from, into.position(start), position);
                } catch (ClosedChannelException e) {
                    interrupted |= Thread.interrupted();
                    forget(from);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static int read(FileChannel from, ByteBuffer into, long position) throws IOException {
        int total = 0;
        while (into.hasRemaining()) {
            int read = from.read(into, position + total);
            if (read < 0) {
                break;
            }
            total += read;
        }
        return total;
    }

    private synchronized FileChannel writer() throws IOException {
        if (writer.isEmpty()) {
            writer = Optional.of(open(StandardOpenOption.WRITE));
        }
        return writer.get();
    }

    private synchronized FileChannel reader() throws IOException {
        if (reader.isEmpty()) {
            reader = Optional.of(open(StandardOpenOption.READ));
        }
        return reader.get();
    }

    private FileChannel open(StandardOpenOption how) throws IOException {
        if (closed) {
            throw new ClosedChannelException();
        }
        return FileChannel.open(path, how);
    }

    private synchronized void forget(FileChannel broken) {
        reader = reader.filter(channel -> channel != broken);
    }

    @Override
    public void force() throws IOException {
        // Data and size; times of access and change are not needed.
        writer().force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        writer().truncate(size);
    }

    @Override
    public long size() throws IOException {
        return Files.size(path);
    }

    @Override
    public synchronized void rest() throws IOException {
        if (reader.isPresent()) {
            reader.get().close();
        }
        if (writer.isPresent()) {
            writer.get().close();
        }
        reader = Optional.empty();
        writer = Optional.empty();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        rest();
    }
}
