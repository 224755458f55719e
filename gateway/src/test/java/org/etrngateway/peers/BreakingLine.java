package org.etrngateway.peers;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A line to a server that breaks: each connection after so many octets to the server, or before the client has heard
 * a certain reply. What got through is counted. Thread-safe.
 */
public final class BreakingLine implements Closeable {
    private static final int PIECE = 4096;

    private final ServerSocket listener;
    private final int target;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final AtomicLong octets = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private volatile long budget = Long.MAX_VALUE;
    private volatile String unheard = "";

    /**
     * @param target port of the server, on this machine
     */
    public BreakingLine(int target) throws IOException {
        this.target = target;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** Each connection from now on breaks when so many octets went to the server. */
    public void breakAfter(long octetsOfAConnection) {
        budget = octetsOfAConnection;
    }

    /** The next connection on which the server says this breaks before the client hears it. */
    public void breakBefore(String reply) {
        unheard = reply;
    }

    /** True once a connection has broken before its client heard what it should not. */
    public boolean hasKeptReply() {
        return unheard.isEmpty();
    }

    /** True while no connection is open: the server has read all that got through. */
    public boolean isQuiet() {
        return open.get() == 0;
    }

    /** Octets that got to the server. */
    public long octets() {
        return octets.get();
    }

    public int connections() {
        return connections.get();
    }

    private void accept() {
        try {
            while (true) {
                join(listener.accept());
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    private void join(Socket client) throws IOException {
        try {
            Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
            sockets.add(client);
            sockets.add(server);
            connections.incrementAndGet();
            open.incrementAndGet();
            daemon(() -> forth(client, server, budget));
            daemon(() -> back(server, client));
        } catch (ConnectException e) {
            // The server is away, and so is the line.
            client.close();
        }
    }

    /** At the break the server sees an end behind all that got through; the client sees it when the server is gone. */
    private void forth(Socket client, Socket server, long most) {
        long left = most;
        byte[] piece = new byte[PIECE];
        try {
            InputStream in = client.getInputStream();
            OutputStream out = server.getOutputStream();
            int length = in.read(piece, 0, (int) Math.min(PIECE, left));
            while (length > 0) {
                out.write(piece, 0, length);
                octets.addAndGet(length);
                left -= length;
                length = in.read(piece, 0, (int) Math.min(PIECE, left));
            }
            server.shutdownOutput();
        } catch (IOException e) {
            // One of them is gone, and so is the other when the way back ends.
            return;
        }
    }

    private void back(Socket server, Socket client) {
        byte[] piece = new byte[PIECE];
        try (client;
                server;
                InputStream in = server.getInputStream();
                OutputStream out = client.getOutputStream()) {
            for (int length = in.read(piece); length >= 0; length = in.read(piece)) {
                String text = new String(piece, 0, length, StandardCharsets.ISO_8859_1);
                if (!unheard.isEmpty() && text.contains(unheard)) {
                    unheard = "";
                    return;
                }
                out.write(piece, 0, length);
            }
        } catch (IOException e) {
            // As above.
            return;
        } finally {
            open.decrementAndGet();
        }
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "breaking-line");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
