package org.etrngateway.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Octets both ways between a turned connection and the site's own server, as they come: a buffer for each way, so that
 * who reads slowly slows down who writes, and nothing is answered here. It ends with either connection, for half of
 * a session is of no use to anybody. To be run once.
 */
final class LineRelay {
    private static final int BUFFER = 16 * 1024;
    private static final int LINGER_SECONDS = 5;
    private static final int QUIT_OCTETS = "QUIT\r\n".length();

    private final Socket provider;
    private final Socket site;
    private final Duration idle;
    private final AtomicLong lastMove = new AtomicLong(System.nanoTime());
    private final AtomicReference<Optional<String>> reason = new AtomicReference<>(Optional.empty());
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong sent = new AtomicLong();
    private volatile String lastSaid = "";

    /**
     * @param idle after so long without an octet either way it ends
     */
    LineRelay(Socket provider, Socket site, Duration idle) {
        this.provider = provider;
        this.site = site;
        this.idle = idle;
    }

    /**
     * How it ended.
     *
     * @param received octets from the provider
     * @param complete true if the provider's last word was QUIT
     * @param reason why it ended
     */
    record End(long received, long sent, boolean complete, String reason) {}

    /** Runs until one of the connections ends; both are closed then. */
    End run() {
        Thread back = new Thread(() -> copy(site, provider, sent, "the site's server"), "relay to the provider");
        back.setDaemon(true);
        back.start();
        copy(provider, site, received, "the provider");
        try {
            back.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        boolean complete = lastSaid.toUpperCase(Locale.ROOT).endsWith("QUIT\r\n");
        return new End(received.get(), sent.get(), complete, reason.get().orElse("the end"));
    }

    private void copy(Socket from, Socket to, AtomicLong count, String who) {
        byte[] octets = new byte[BUFFER];
        try {
            from.setSoTimeout((int) idle.toMillis());
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = read(in, octets); length >= 0; length = read(in, octets)) {
                out.write(octets, 0, length);
                out.flush();
                lastMove.set(System.nanoTime());
                count.addAndGet(length);
                if (from == provider) {
                    remember(octets, length);
                }
            }
            end(who + " has closed the connection");
        } catch (SocketTimeoutException e) {
            end("nothing has moved for " + idle.toSeconds() + " s");
        } catch (IOException e) {
            end(who + ": " + e.getMessage());
        }
    }

    /** One way may be silent for long while the other is busy. */
    private int read(InputStream in, byte[] octets) throws IOException {
        while (true) {
            try {
                return in.read(octets);
            } catch (SocketTimeoutException e) {
                if (System.nanoTime() - lastMove.get() >= idle.toNanos()) {
                    throw e;
                }
            }
        }
    }

    private void remember(byte[] octets, int length) {
        String said = lastSaid + new String(octets, 0, length, StandardCharsets.ISO_8859_1);
        lastSaid = said.substring(Math.max(0, said.length() - QUIT_OCTETS));
    }

    private void end(String why) {
        reason.compareAndSet(Optional.empty(), Optional.of(why));
        close(provider);
        close(site);
    }

    private static void close(Socket socket) {
        try {
            // Under TLS closing waits for a write that may never end.
            socket.setSoLinger(true, LINGER_SECONDS);
            socket.close();
        } catch (IOException e) {
            // It is of no use any more either way.
        }
    }
}
