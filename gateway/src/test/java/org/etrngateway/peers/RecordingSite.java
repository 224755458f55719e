package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A site in this process, with PIPELINING, CHUNKING and 8BITMIME. A message is written down before it is
 * answered, so that the ledger is never behind what the gateway knows. It has no recipient {@code nobody}.
 */
public final class RecordingSite implements AutoCloseable {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<List<Delivery>> sessions = new ArrayList<>();
    private final List<InetAddress> callers = new ArrayList<>();
    private final ServerSocket server;
    private int turningPoint;
    private Runnable atTurningPoint = () -> {};
    private CountDownLatch awaited = new CountDownLatch(0);

    /** Serves from now on. */
    public RecordingSite(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** The same on another address of this machine. */
    RecordingSite(InetAddress address, int port) throws IOException {
        server = new ServerSocket(port, 50, address);
        threads.execute(this::accept);
    }

    /** Counted down with each delivery from now on. */
    public synchronized CountDownLatch expect(int deliveries) {
        awaited = new CountDownLatch(deliveries);
        return awaited;
    }

    /** Runs something when so many deliveries have come, before the last of them is answered. */
    synchronized void at(int deliveries, Runnable then) {
        turningPoint = deliveries;
        atTurningPoint = then;
    }

    /** All deliveries, in the order of their end. */
    public synchronized List<Delivery> deliveries() {
        return sessions.stream().flatMap(List::stream).toList();
    }

    /** The deliveries of each session, in the order of connections. */
    public synchronized List<List<Delivery>> sessions() {
        return sessions.stream().map(List::copyOf).toList();
    }

    /** The addresses from which the connections came. */
    public synchronized List<InetAddress> callers() {
        return List.copyOf(callers);
    }

    private void accept() {
        try {
            while (true) {
                Socket socket = server.accept();
                List<Delivery> session = open(socket.getInetAddress());
                threads.execute(() -> serve(socket, session));
            }
        } catch (IOException e) {
            threads.shutdown(); // closed
        }
    }

    private void serve(Socket socket, List<Delivery> deliveries) {
        try (socket) {
            new Session(socket, deliveries).run();
        } catch (EOFException | SocketException e) {
            // the gateway was killed or hung up, seen as an end or as a reset; the ledger knows what came before
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized List<Delivery> open(InetAddress caller) {
        callers.add(caller);
        List<Delivery> session = new ArrayList<>();
        sessions.add(session);
        return session;
    }

    private synchronized void keep(List<Delivery> session, Delivery delivery) {
        session.add(delivery);
        turningPoint--;
        if (turningPoint == 0) {
            atTurningPoint.run();
        }
        awaited.countDown();
    }

    @Override
    public void close() throws IOException {
        server.close();
        threads.shutdownNow();
    }

    private final class Session {
        private final Socket socket;
        private final InputStream in;
        private final List<Delivery> deliveries;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private final List<String> recipients = new ArrayList<>();
        private String sender = "";

        Session(Socket socket, List<Delivery> deliveries) throws IOException {
            this.socket = socket;
            this.deliveries = deliveries;
            this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
            socket.setTcpNoDelay(true);
        }

        void run() throws IOException {
            reply("220 site.example ESMTP");
            String verb = "";
            while (!verb.equals("QUIT")) {
                String line = readLine();
                verb = line.split(" ", 2)[0].toUpperCase(Locale.ROOT);
                answer(verb, line);
            }
        }

        private void answer(String verb, String line) throws IOException {
            switch (verb) {
                case "EHLO" -> reply("250-site.example\r\n250-PIPELINING\r\n250-CHUNKING\r\n250 8BITMIME");
                case "MAIL" -> begin(line);
                case "RCPT" -> recipient(address(line));
                case "BDAT" -> chunk(line.split(" "));
                case "DATA" -> text();
                case "RSET", "NOOP" -> reply("250 2.0.0 ok");
                case "QUIT" -> reply("221 2.0.0 bye");
                default -> reply("500 5.5.2 unknown");
            }
        }

        private void recipient(String address) throws IOException {
            if (address.startsWith("nobody@")) {
                reply("550 5.1.1 no such user");
            } else {
                recipients.add(address);
                reply("250 2.1.5 ok");
            }
        }

        private void begin(String line) throws IOException {
            sender = address(line);
            recipients.clear();
            content.reset();
            reply("250 2.1.0 ok");
        }

        private void chunk(String[] words) throws IOException {
            int length = Integer.parseInt(words[1]);
            byte[] octets = in.readNBytes(length);
            if (octets.length < length) {
                throw new EOFException();
            }
            content.writeBytes(octets);
            if (words.length > 2) {
                complete();
            } else {
                reply("250 2.0.0 ok");
            }
        }

        private void text() throws IOException {
            reply("354 go on");
            for (String line = readLine(); !line.equals("."); line = readLine()) {
                content.writeBytes(((line.startsWith(".") ? line.substring(1) : line) + "\r\n").getBytes(ISO_8859_1));
            }
            complete();
        }

        private void complete() throws IOException {
            keep(deliveries, new Delivery(sender, recipients, content.toString(ISO_8859_1)));
            reply("250 2.0.0 kept");
        }

        private static String address(String line) {
            return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
        }

        private void reply(String text) throws IOException {
            socket.getOutputStream().write((text + "\r\n").getBytes(ISO_8859_1));
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0) {
                    throw new EOFException();
                }
                line.append((char) octet);
            }
            return line.substring(0, Math.max(0, line.length() - 1));
        }
    }
}
