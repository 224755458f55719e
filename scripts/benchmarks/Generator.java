import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * Sends mail over many connections from one thread, as a mail system does that has much for one neighbour: each
 * connection is kept, the envelope with DATA is one write where the server has PIPELINING, the content the next, and
 * the reply to it is awaited before the next message. All that is sent is made beforehand, so that little of the processors is taken.
 *
 * <p>A refusal ends it with an exception: what is measured is what was accepted. For one thread.
 */
final class Generator implements Closeable {
    private static final int STALL_MS = 60_000;
    private final Selector selector = Selector.open();
    private final ByteBuffer input = ByteBuffer.allocateDirect(1 << 14);
    private final List<Sender> senders = new ArrayList<>();

    /** Connects all, and waits until the server knows each: some servers take their time for that. */
    private Generator(int port, int connections) throws IOException {
        for (int i = 0; i < connections; i++) {
            senders.add(new Sender(port, selector, input));
        }
        runUntil(Sender::isKnown);
    }

    /** Puts a number of messages of 4 KB into a server, spread over the domains d0.example to d(n-1).example. */
    static void fill(int port, int connections, int domains, long messages) throws IOException {
        Supply supply = Supply.ofMessages(messages, new Messages(Messages.SMALL, domains));
        try (Generator generator = new Generator(port, connections)) {
            generator.send(supply);
        }
    }

    /**
     * Sends to d0.example for a time, and measures the later part of it.
     *
     * @param size octets of a message
     * @param warmUp seconds before that
     * @param seconds that are measured
     * @param measuring is run when they begin
     */
    static Tally measure(int port, int connections, int size, int warmUp, int seconds, Runnable measuring)
            throws IOException {
        try (Generator generator = new Generator(port, connections)) {
            Tally tally = new Tally(System.nanoTime() + TimeUnit.SECONDS.toNanos(warmUp), seconds, measuring);
            generator.send(Supply.until(tally.end(), new Messages(size, 1), tally));
            return tally;
        }
    }

    private void send(Supply supply) throws IOException {
        for (Sender sender : senders) {
            sender.begin(supply);
        }
        runUntil(sender -> !sender.isOpen());
    }

    private void runUntil(Predicate<Sender> done) throws IOException {
        try {
            while (!senders.stream().allMatch(done)) {
                if (selector.select(Generator::ready, STALL_MS) == 0) {
                    throw new IOException("the server said nothing for " + STALL_MS / 1000 + " s");
                }
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void ready(SelectionKey key) {
        try {
            ((Sender) key.attachment()).ready();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        for (Sender sender : senders) {
            sender.close();
        }
        selector.close();
    }
}
