package org.etrngateway.queue.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Messages;
import org.etrngateway.queue.Outcome;

/**
 * Shows what compaction costs those who send meanwhile, and that space comes back: {@code FOLDER [SECONDS]}. A
 * tenth of the mail is held for good, the rest is delivered at once, over segments so small that the log is gone
 * through again and again. {@code scripts/bench compaction} runs it.
 */
final class CompactionBenchmark {
    private static final int SENDERS = 50;
    private static final int SIZE = 4096;
    private static final int KEPT = 10;
    private static final long SEGMENT = 4 << 20;
    private static final SiteName GONE = new SiteName("gone");

    private static final Outcome DELIVERED = Outcome.of(0, Outcome.Kind.DELIVERED, SpoolFolder.NOON, "250 ok");

    private CompactionBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 30;
        SpoolFolder folder = new SpoolFolder(Path.of(args[0]));
        SpoolSettings settings = new SpoolSettings(folder.folder(), SEGMENT, 2 * SEGMENT, 0, 256 << 10, 20_000);
        AtomicBoolean over = new AtomicBoolean();
        ConcurrentLinkedQueue<long[]> waits = new ConcurrentLinkedQueue<>();
        try (SpoolQueue queue = folder.open(settings, SpoolFolder.DIRECTORY)) {
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < SENDERS; i++) {
                threads.add(new Thread(() -> waits.add(send(queue, over))));
            }
            threads.add(new Thread(() -> deliver(queue, over)));
            threads.forEach(Thread::start);
            Thread.sleep(seconds * 1000L);
            over.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
            long[] all = waits.stream().flatMapToLong(Arrays::stream).sorted().toArray();
            System.out.printf(
                    "%,d messages in %d s; wait for a commit: median %.1f ms, 99 %% %.1f ms, 99.9 %% %.1f ms, longest %.1f ms%n",
                    all.length, seconds, at(all, 0.5), at(all, 0.99), at(all, 0.999), at(all, 1));
            System.out.printf(
                    "held %,d octets; the log has %,d; %d segments were begun%n",
                    queue.summaries().values().stream()
                            .mapToLong(site -> site.bytes())
                            .sum(),
                    folder.files("segments").stream()
                            .mapToLong(file -> file.toFile().length())
                            .sum(),
                    newest(folder));
        }
    }

    private static long newest(SpoolFolder folder) {
        List<Path> segments = folder.files("segments");
        String name = segments.get(segments.size() - 1).getFileName().toString();
        return Long.parseLong(name.substring(0, name.indexOf('.')), 16);
    }

    private static double at(long[] sorted, double share) {
        return sorted[(int) Math.min(sorted.length - 1, (long) (share * sorted.length))] / 1e6;
    }

    private static long[] send(SpoolQueue queue, AtomicBoolean over) {
        // No boxes: what is measured must not be the collection of what the measuring keeps.
        LongStream.Builder waits = LongStream.builder();
        byte[] content = Messages.sized(SIZE);
        for (int i = 0; !over.get(); i++) {
            String to = i % KEPT == 0 ? "a@acme.example" : "x@gone.example";
            long begun = System.nanoTime();
            Messages.put(queue, Messages.envelope(SpoolFolder.NOON, to), "", content);
            waits.add(System.nanoTime() - begun);
        }
        return waits.build().toArray();
    }

    private static void deliver(SpoolQueue queue, AtomicBoolean over) {
        while (!over.get()) {
            CompletableFuture<?>[] settled = SpoolFolder.claim(queue, GONE).stream()
                    .map(lease -> queue.settle(lease, List.of(DELIVERED), SpoolFolder.NOON))
                    .map(CompletionStage::toCompletableFuture)
                    .toArray(CompletableFuture<?>[]::new);
            CompletableFuture.allOf(settled).join();
        }
    }
}
