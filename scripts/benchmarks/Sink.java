import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/** A site that takes mail as fast as it comes, throws it away and keeps the times. */
final class Sink implements Closeable {
    private final ServerSocket server;
    private final Set<Socket> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger calls = new AtomicInteger();
    private final List<Long> ends = new ArrayList<>();

    Sink(int port) throws IOException {
        server = new ServerSocket(port, 200, InetAddress.getLoopbackAddress());
        start(this::accept);
    }

    /** Waits for so many messages, and returns when the last of them had come whole ({@link System#nanoTime}). */
    synchronized long await(int messages, int seconds) throws InterruptedException, TimeoutException {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (ends.size() < messages) {
            long left = TimeUnit.NANOSECONDS.toMillis(limit - System.nanoTime());
            if (left <= 0) {
                throw new TimeoutException(ends.size() + " of " + messages + " messages came in " + seconds + " s");
            }
            wait(left);
        }
        return ends.get(messages - 1);
    }

    /** How often the site was called. */
    int calls() {
        return calls.get();
    }

    private synchronized void arrived() {
        ends.add(System.nanoTime());
        notifyAll();
    }

    private static void start(Runnable task) {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                calls.incrementAndGet();
                start(() -> serve(socket));
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void serve(Socket socket) {
        sessions.add(socket);
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 14);
            reply(out, "220 site.example ESMTP");
            String line;
            do {
                // replies to a pipelined group leave together
                if (in.available() == 0) {
                    out.flush();
                }
                line = readLine(in);
                answer(line, in, out);
            } while (!line.startsWith("QUIT"));
            out.flush();
        } catch (IOException e) {
            return; // what did not come is missing in the count
        }
    }

    private void answer(String line, InputStream in, OutputStream out) throws IOException {
        String[] words = line.split(" ");
        switch (words[0]) {
            case "EHLO" -> reply(out, "250-site.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250-8BITMIME\r\n"
                    + "250-ENHANCEDSTATUSCODES\r\n250 SIZE 0");
            case "DATA" -> {
                reply(out, "354 go");
                out.flush();
                while (!readLine(in).equals(".")) {
                    // thrown away
                }
                arrived();
                reply(out, "250 2.0.0 ok");
            }
            case "BDAT" -> {
                in.skipNBytes(Long.parseLong(words[1]));
                if (words.length > 2) {
                    arrived();
                }
                reply(out, "250 2.0.0 ok");
            }
            default -> reply(out, words[0].equals("QUIT") ? "221 bye" : "250 2.0.0 ok");
        }
    }

    private static void reply(OutputStream out, String text) throws IOException {
        out.write((text + "\r\n").getBytes(ISO_8859_1));
    }

    private static String readLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder(80);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new IOException("closed");
            }
            line.append((char) octet);
        }
        return line.substring(0, Math.max(0, line.length() - 1));
    }

    /** The site is away from now on: it hangs up on sessions that rest, too. */
    @Override
    public void close() throws IOException {
        server.close();
        for (Socket session : sessions) {
            session.close();
        }
    }
}
