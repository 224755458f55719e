package org.etrngateway.queue.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** The right of one process to a spool; the file says which process has it. */
final class SpoolLock implements Disk.Lock {
    private final FileChannel channel;

    private SpoolLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * @throws SpoolException if another process has it
     */
    static SpoolLock take(Path folder) {
        try {
            return tryTake(folder);
        } catch (IOException e) {
            throw new SpoolException("cannot lock the spool " + folder + ": " + DiskErrors.inWords(e), e);
        }
    }

    private static SpoolLock tryTake(Path folder) throws IOException {
        Path file = folder.resolve("lock");
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        if (!locked(channel)) {
            channel.close();
            throw new SpoolException("the spool " + folder + " is in use by process " + holder(file));
        }
        channel.truncate(0);
        String pid = ProcessHandle.current().pid() + "\n";
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
        return new SpoolLock(channel);
    }

    /**
     * The process that has a spool; empty if none does. To find out, the lock is shared for a moment, which no
     * reader minds.
     *
     * @throws SpoolException if that cannot be found out
     */
    static Optional<String> holderOf(Path folder) {
        Path file = folder.resolve("lock");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            return shared(channel) ? Optional.empty() : Optional.of(holder(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new SpoolException("cannot find out who has the spool " + folder + ": " + e, e);
        }
    }

    private static boolean shared(FileChannel channel) throws IOException {
        try (FileLock lock = channel.tryLock(0, Long.MAX_VALUE, true)) {
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static String holder(Path file) throws IOException {
        return Files.readString(file, StandardCharsets.US_ASCII).strip();
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
