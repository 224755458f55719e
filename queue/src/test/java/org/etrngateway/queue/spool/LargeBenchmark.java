package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Messages;

/**
 * Shows what many large messages at once need: {@code FOLDER [SENDERS [MEGABYTES]]}, to be run with the heap of
 * the server. Run by hand, no test.
 */
final class LargeBenchmark {
    private static final int MEGABYTE = 1 << 20;

    private LargeBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        int senders = args.length > 1 ? Integer.parseInt(args[1]) : 200;
        int megabytes = args.length > 2 ? Integer.parseInt(args[2]) : 30;
        SpoolFolder folder = new SpoolFolder(Path.of(args[0]));
        AtomicLong most = new AtomicLong();
        long start = System.nanoTime();
        try (SpoolQueue queue = folder.open()) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < senders; i++) {
                Thread thread = new Thread(() -> send(queue, megabytes, most));
                thread.start();
                threads.add(thread);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    "%d senders of %d MB: %.1f s, %.0f MB/s, most heap in use %d MB (garbage included), held %d%n",
                    senders,
                    megabytes,
                    seconds,
                    (double) senders * megabytes / seconds,
                    most.get() / MEGABYTE,
                    queue.summary(SpoolFolder.ACME).messages());
        }
    }

    private static void send(SpoolQueue queue, int megabytes, AtomicLong most) {
        Draft draft = queue.draft(Messages.envelope(SpoolFolder.NOON, "a@acme.example"), List.of());
        byte[] chunk = new byte[16 << 10];
        for (int i = 0; i < megabytes * (MEGABYTE / chunk.length); i++) {
            Messages.await(draft.append(ByteBuffer.wrap(chunk)));
            Runtime runtime = Runtime.getRuntime();
            most.accumulateAndGet(runtime.totalMemory() - runtime.freeMemory(), Math::max);
        }
        Messages.await(draft.commit("large"));
    }
}
