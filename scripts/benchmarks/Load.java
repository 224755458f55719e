import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/** Messages of 4 KB over many connections at once, each in lockstep as most senders are. */
final class Load {
    private static final int SIZE = 4096;
    private static final byte[] CONTENT = content();

    private Load() {}

    /** What was accepted, and in which time. */
    record Result(long messages, double seconds) {
        double rate() {
            return messages / seconds;
        }
    }

    /** Sends for a time. */
    static Result forSeconds(int port, int connections, int seconds) throws Exception {
        long end = System.nanoTime() + seconds * 1_000_000_000L;
        return run(port, connections, 1, number -> System.nanoTime() < end);
    }

    /** Sends a number of messages, spread over the domains d0.example to d(n-1).example. */
    static Result messages(int port, int connections, int domains, long messages) throws Exception {
        return run(port, connections, domains, number -> number < messages);
    }

    private static Result run(int port, int connections, int domains, java.util.function.LongPredicate more)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        try {
            AtomicLong next = new AtomicLong();
            List<Callable<Long>> senders = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                senders.add(() -> sendWhile(port, next, domains, more));
            }
            long start = System.nanoTime();
            long messages = 0;
            for (Future<Long> sender : threads.invokeAll(senders)) {
                messages += sender.get();
            }
            return new Result(messages, (System.nanoTime() - start) / 1e9);
        } finally {
            threads.shutdownNow();
        }
    }

    private static long sendWhile(int port, AtomicLong next, int domains, java.util.function.LongPredicate more)
            throws IOException {
        long sent = 0;
        try (Smtp smtp = new Smtp(port).hello()) {
            for (long number = next.getAndIncrement(); more.test(number); number = next.getAndIncrement()) {
                smtp.command("MAIL FROM:<sender@load.example>");
                smtp.command("RCPT TO:<user@d" + number % domains + ".example>");
                smtp.command("DATA");
                smtp.send(CONTENT);
                sent++;
            }
        }
        return sent;
    }

    private static byte[] content() {
        StringBuilder text = new StringBuilder("From: <sender@load.example>\r\nTo: <user@d0.example>\r\n"
                + "Date: Thu, 01 Jan 2026 00:00:00 +0000\r\nMessage-ID: <load@load.example>\r\nSubject: load\r\n\r\n");
        while (text.length() < SIZE - 80) {
            text.append("abcdefghij".repeat(7)).append("\r\n");
        }
        return text.append(".\r\n").toString().getBytes(ISO_8859_1);
    }
}
