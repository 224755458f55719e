package org.etrngateway.queue.spool;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.etrngateway.address.Mailbox;
import org.etrngateway.address.ReversePath;
import org.etrngateway.address.SiteName;
import org.etrngateway.queue.Draft;
import org.etrngateway.queue.Envelope;
import org.etrngateway.queue.Lease;
import org.etrngateway.queue.Outcome;
import org.etrngateway.queue.Recipient;
import org.etrngateway.queue.Selection;

/** Measures a spool on the disk of a folder: {@code FOLDER [MESSAGES]}. Run by hand, no test. */
final class SpoolBenchmark {
    private static final SiteName ACME = new SiteName("acme");

    private SpoolBenchmark() {}

    public static void main(String[] args) throws InterruptedException {
        Path folder = Path.of(args[0]);
        int messages = args.length > 1 ? Integer.parseInt(args[1]) : 50_000;
        long start = System.nanoTime();
        SpoolQueue first = open(folder);
        report("open, empty", 1, start);
        ingest(first, 1000, 1);
        ingest(first, messages / 2, 50);
        ingest(first, messages - 1000 - messages / 2, 200);
        SpoolFolder killed = new SpoolFolder(folder).crashed(folder.resolveSibling(folder.getFileName() + "-killed"));
        first.close();
        reopen("open after a clean end", folder);
        reopen("open after a kill", killed.folder());
        killed.files("index").forEach(file -> file.toFile().delete());
        reopen("open without an index", killed.folder());
        try (SpoolQueue queue = open(folder)) {
            for (int i = 0; i < 5; i++) {
                start = System.nanoTime();
                List<Lease> page = claim(queue);
                report("claim of a page of 100", 1, start);
                page.forEach(queue::release);
            }
            start = System.nanoTime();
            report("claim and settle, unit", drain(queue), start);
        }
        reopen("open after all went out", folder);
    }

    private static void reopen(String what, Path folder) {
        long start = System.nanoTime();
        try (SpoolQueue queue = open(folder)) {
            report(what + ", " + queue.summary(ACME).messages() + " held", 1, start);
        }
    }

    private static void ingest(SpoolQueue queue, int messages, int threads) throws InterruptedException {
        long start = System.nanoTime();
        AtomicInteger left = new AtomicInteger(messages);
        List<Thread> senders = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Thread sender = new Thread(() -> {
                while (left.getAndDecrement() > 0) {
                    Draft draft = queue.draft(envelope(), List.of());
                    draft.append(ByteBuffer.allocate(4096))
                            .toCompletableFuture()
                            .join();
                    draft.commit("benchmark").toCompletableFuture().join();
                }
            });
            sender.start();
            senders.add(sender);
        }
        for (Thread sender : senders) {
            sender.join();
        }
        report("commit of 4 KB, " + threads + " threads", messages, start);
    }

    private static int drain(SpoolQueue queue) {
        int count = 0;
        List<CompletableFuture<Void>> settled = new ArrayList<>();
        for (List<Lease> page = claim(queue); !page.isEmpty(); page = claim(queue)) {
            for (Lease lease : page) {
                Outcome outcome = Outcome.of(0, Outcome.Kind.DELIVERED, Instant.now(), "250 ok");
                settled.add(queue.settle(lease, List.of(outcome), Instant.now()).toCompletableFuture());
            }
            count += page.size();
        }
        CompletableFuture.allOf(settled.toArray(CompletableFuture[]::new)).join();
        return count;
    }

    private static List<Lease> claim(SpoolQueue queue) {
        return queue.claim(ACME, Selection.released(Instant.now()), 100, Long.MAX_VALUE);
    }

    private static void report(String what, int times, long startNanos) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        System.out.printf("%-40s %8.1f ms %10.0f /s%n", what, seconds * 1000, times / seconds);
    }

    private static SpoolQueue open(Path folder) {
        return SpoolQueue.open(
                SpoolSettings.in(folder), domain -> Optional.of(ACME), Map.of(), Clock.systemUTC(), () -> {});
    }

    private static Envelope envelope() {
        return new Envelope(
                ReversePath.parse("s@example.org"),
                List.of(Recipient.of(Mailbox.parse("r@acme.example"))),
                Instant.now(),
                Envelope.Body.SEVEN_BIT,
                false,
                Optional.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Envelope.Origin.RECEIVED);
    }
}
