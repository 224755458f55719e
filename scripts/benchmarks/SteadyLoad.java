import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Mail that comes at a rate of its own, whatever the server does: each message has its moment, and what it waits counts
 * from there, so that a server that pauses is not spared the messages of its pause. For one run.
 */
final class SteadyLoad implements Closeable {
    private static final int CONNECTIONS = 20;
    private static final int SIZE = 3 << 10;
    private static final long LEVEL_LIMIT_S = 120;
    private static final long SECOND = 1_000_000_000L;

    private final List<byte[]> envelopes = new ArrayList<>();
    private final Crew crew = new Crew();
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong accepted = new AtomicLong();
    private final Waits waits = new Waits();
    private final byte[] content;
    private final int port;
    private final int perSecond;
    private final long begun;

    /**
     * Begins at once.
     *
     * @param domains how many of d0.example, d1.example and so on get mail, by turns
     */
    SteadyLoad(int port, int domains, int perSecond) {
        this.port = port;
        this.perSecond = perSecond;
        for (int i = 0; i < domains; i++) {
            envelopes.add("MAIL FROM:<sender@load.example>\r\nRCPT TO:<user@d%d.example>\r\nDATA\r\n"
                    .formatted(i)
                    .getBytes(ISO_8859_1));
        }
        content = ("From: <sender@load.example>\r\nSubject: steady load\r\n\r\n"
                        + "more of it, and then some\r\n".repeat(SIZE / 27) + ".\r\n")
                .getBytes(ISO_8859_1);
        begun = System.nanoTime();
        for (int i = 0; i < CONNECTIONS; i++) {
            crew.begin("load-" + i, this::send);
        }
    }

    private void send() throws IOException {
        try (Smtp smtp = new Smtp(port).hello()) {
            while (!crew.isOver()) {
                long number = next.getAndIncrement();
                long due = begun + number * SECOND / perSecond;
                for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                    LockSupport.parkNanos(left);
                }
                smtp.sendGroup(envelopes.get((int) (number % envelopes.size())), 3);
                smtp.send(content);
                waits.add(System.nanoTime() - due);
                accepted.incrementAndGet();
            }
        }
    }

    /** Waits until nothing of the mail that had its moment is still to be sent: a server that was cold has made up for it. */
    void awaitLevel() throws IOException, InterruptedException {
        long limit = System.nanoTime() + LEVEL_LIMIT_S * SECOND;
        while (accepted() + perSecond / 10 < (System.nanoTime() - begun) * perSecond / SECOND) {
            if (System.nanoTime() > limit) {
                throw new IOException("the server does not keep up with " + perSecond + " messages a second");
            }
            TimeUnit.MILLISECONDS.sleep(100);
        }
    }

    /** How long messages waited from their moment to their 250, since it was asked last. */
    double[] takeWaits() {
        return waits.take();
    }

    /** Messages that got their 250. */
    long accepted() throws IOException {
        crew.check();
        return accepted.get();
    }

    @Override
    public void close() {
        crew.close();
    }
}
