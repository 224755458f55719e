import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Clients that own no mail and ask for it all the same: each from an address of its own of the loopback network, with
 * ETRNs in groups, names that there are and names that there are not in turn, at a steady pace. Who is sent away
 * comes again. A reply that grants something, or another than who may not ask gets, ends them with an exception.
 */
final class Strangers implements Closeable {
    private static final int CLIENTS = 4;
    private static final int GROUP = 50;
    private static final byte[] ETRNS = "ETRN d0.example\r\nETRN nowhere.example\r\n".repeat(GROUP / 2).getBytes(ISO_8859_1);
    private static final byte[] HELLO = "EHLO stranger.example\r\n".getBytes(ISO_8859_1);

    private final int port;
    private final long pause;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicLong sent = new AtomicLong();
    private final AtomicLong refused = new AtomicLong();
    private final AtomicLong limited = new AtomicLong();
    private final long begun = System.nanoTime();
    private volatile boolean over;
    private volatile IOException fault;

    /**
     * Begins to ask.
     *
     * @param perSecond ETRNs of all of them
     */
    Strangers(int port, int perSecond) throws IOException {
        this.port = port;
        this.pause = 1_000_000_000L * GROUP * CLIENTS / perSecond;
        for (int i = 0; i < CLIENTS; i++) {
            InetAddress from = InetAddress.getByAddress(new byte[] {127, 0, 1, (byte) (i + 1)});
            Thread thread = new Thread(() -> ask(from));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
    }

    /** What they did. */
    record Count(double sentPerSecond, long refused, long limited) {
        @Override
        public String toString() {
            return "%,.0f ETRNs/s sent; %,d answered 459, %,d answered 458 or 421, the rest unread"
                    .formatted(sentPerSecond, refused, limited);
        }
    }

    private void ask(InetAddress from) {
        long due = System.nanoTime();
        try {
            while (!over) {
                try (Socket socket = connected(from)) {
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                    OutputStream out = socket.getOutputStream();
                    skip(in);
                    out.write(HELLO);
                    skip(in);
                    boolean welcome = true;
                    while (welcome && !over) {
                        // Who fell behind does not make up for it: that would be a flood, and not a pace.
                        due = Math.max(due + pause, System.nanoTime() - pause);
                        LockSupport.parkNanos(due - System.nanoTime());
                        out.write(ETRNS);
                        sent.addAndGet(GROUP);
                        welcome = answered(in);
                    }
                }
            }
        } catch (IOException e) {
            fault = e;
        }
    }

    private Socket connected(InetAddress from) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        return socket;
    }

    private static void skip(BufferedReader in) throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        if (line == null || line.charAt(0) != '2') {
            throw new IOException("the server said to a stranger: " + line);
        }
    }

    /** Reads the replies to a group; false if the server has sent the client away. */
    private boolean answered(BufferedReader in) throws IOException {
        for (int i = 0; i < GROUP; i++) {
            String line = line(in);
            if (line.startsWith("459 ")) {
                refused.incrementAndGet();
            } else if (line.startsWith("458 ") || line.startsWith("421 ")) {
                limited.incrementAndGet();
            } else if (line.isEmpty()) {
                return false;
            } else {
                throw new IOException("the server said to a stranger: " + line);
            }
        }
        return true;
    }

    /** Empty at the end, and where what it did not read makes the server's end of the connection a reset. */
    private static String line(BufferedReader in) {
        try {
            String line = in.readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    /** Ends them, and says what they did. */
    Count stop() throws IOException, InterruptedException {
        over = true;
        double seconds = (System.nanoTime() - begun) / 1e9;
        long all = sent.get();
        for (Thread thread : threads) {
            thread.join();
        }
        if (fault != null) {
            throw fault;
        }
        return new Count(all / seconds, refused.get(), limited.get());
    }

    @Override
    public void close() {
        over = true;
    }
}
