package org.etrngateway.queue.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.etrngateway.queue.QueueException;

/**
 * A content on its way to a file of its own. Chunks are written in their order by one thread at a time;
 * whoever appends is asked to wait while more than {@link #HIGH} octets are not written. Thread-safe.
 */
final class LargeUpload {
    static final int HIGH = 512 << 10;
    private static final int LOW = 128 << 10;

    private final Disk disk;
    private final Path path;
    private final Executor writers;
    private final Queue<ByteBuffer> chunks = new ArrayDeque<>();
    private Optional<DiskFile> file = Optional.empty();
    private Optional<QueueException> failure = Optional.empty();
    private long written;
    private int unwritten;
    private boolean running;
    private boolean discarded;
    private boolean forcing;
    private CompletableFuture<Void> room = CompletableFuture.completedFuture(null);
    private Optional<CompletableFuture<Void>> finish = Optional.empty();

    LargeUpload(Disk disk, Path path, Executor writers) {
        this.disk = disk;
        this.path = path;
        this.writers = writers;
    }

    /** Takes a chunk, which is not the caller's any more. */
    synchronized CompletableFuture<Void> append(ByteBuffer chunk) {
        if (failure.isPresent()) {
            return CompletableFuture.failedFuture(failure.get());
        }
        chunks.add(chunk);
        unwritten += chunk.remaining();
        if (unwritten > HIGH && room.isDone()) {
            room = new CompletableFuture<>();
        }
        run();
        return room;
    }

    /** Completes when the file and its name are durable. */
    synchronized CompletableFuture<Void> finish() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        finish = Optional.of(done);
        run();
        return done;
    }

    /** Gives the file up. */
    synchronized void discard() {
        discarded = true;
        run();
    }

    private void run() {
        if (!running) {
            running = true;
            writers.execute(this::work);
        }
    }

    private void work() {
        try {
            for (Optional<ByteBuffer> chunk = take(); chunk.isPresent(); chunk = take()) {
                write(chunk.get());
            }
        } catch (IOException e) {
            fail(e);
        }
    }

    /** The next chunk; if there is none, what is to be done at the end, and rest. */
    private Optional<ByteBuffer> take() throws IOException {
        boolean give;
        Optional<CompletableFuture<Void>> end;
        synchronized (this) {
            if (!discarded && !chunks.isEmpty()) {
                return Optional.of(chunks.remove());
            }
            give = discarded;
            end = finish;
            if (!give && end.isEmpty()) {
                running = false;
                return Optional.empty();
            }
        }
        if (give) {
            giveUp();
        } else {
            makeDurable();
            end.ifPresent(done -> done.complete(null));
        }
        synchronized (this) {
            running = false;
            finish = Optional.empty();
        }
        return Optional.empty();
    }

    private void write(ByteBuffer chunk) throws IOException {
        if (file.isEmpty()) {
            file = Optional.of(disk.create(path));
        }
        int length = chunk.remaining();
        file.get().write(chunk, written);
        written += length;
        CompletableFuture<Void> waiting;
        synchronized (this) {
            unwritten -= length;
            waiting = unwritten <= LOW ? room : new CompletableFuture<>();
        }
        waiting.complete(null);
    }

    private void makeDurable() throws IOException {
        forcing = true;
        if (file.isPresent()) {
            file.get().force();
            file.get().close();
            disk.forceFolder(path.getParent());
        }
    }

    private void giveUp() throws IOException {
        if (file.isPresent()) {
            file.get().close();
            disk.delete(path);
        }
    }

    private void fail(IOException cause) {
        // A write that fails found no room; a force that fails is a fault of the disk and never tried again.
        QueueException.Reason why = forcing ? QueueException.Reason.FAILED : QueueException.Reason.FULL;
        QueueException reason = new QueueException(why, "cannot write a large message: " + cause.getMessage(), cause);
        CompletableFuture<Void> waiting;
        Optional<CompletableFuture<Void>> end;
        synchronized (this) {
            failure = Optional.of(reason);
            chunks.clear();
            running = false;
            waiting = room;
            end = finish;
            finish = Optional.empty();
        }
        waiting.completeExceptionally(reason);
        end.ifPresent(done -> done.completeExceptionally(reason));
    }
}
