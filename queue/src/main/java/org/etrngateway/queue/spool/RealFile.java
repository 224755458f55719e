package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file of the machine. An interrupt of a reading thread closes the channel for all (the JDK's rule), so
 * a read opens it again; the spool's own threads, which write, are never interrupted.
 */
final class RealFile implements DiskFile {
    private final Path path;
    private final FileChannel channel;
    private FileChannel reader;
    private boolean closed;

    private RealFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
        this.reader = channel;
    }

    static RealFile open(Path path, OpenOption... options) throws IOException {
        return new RealFile(path, FileChannel.open(path, options));
    }

    @Override
    public void write(ByteBuffer from, long position) throws IOException {
        long at = position;
        while (from.hasRemaining()) {
            at += channel.write(from, at);
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
                    reopen(from, e);
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

    private synchronized FileChannel reader() throws IOException {
        if (reader == channel && !closed) {
            // Readers have a channel of their own: their interrupts must not reach the writer.
            reader = FileChannel.open(path, StandardOpenOption.READ);
        }
        return reader;
    }

    private synchronized void reopen(FileChannel broken, ClosedChannelException cause) throws IOException {
        if (closed) {
            throw cause;
        }
        if (reader == broken) {
            reader = FileChannel.open(path, StandardOpenOption.READ);
        }
    }

    @Override
    public void force() throws IOException {
        // Data and size; times of access and change are not needed.
        channel.force(false);
    }

    @Override
    public void truncate(long size) throws IOException {
        channel.truncate(size);
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        reader.close();
        channel.close();
    }
}
