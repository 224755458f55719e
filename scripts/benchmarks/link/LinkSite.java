import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * The site at the far end of a line: {@code LinkSite SITE GATEWAY LOG CHUNKING [KEYSTORE]}. Told {@code flush DOMAIN SET
 * SECONDS} on standard input, it asks the gateway for the mail of the domain, and answers {@code whole NANOSECONDS OCTETS}
 * (from ETRN sent to the last message stored), or {@code not whole: } and what is wrong.
 */
final class LinkSite {
    private static final int SMTP = 25;
    /** A second copy comes after the first; it has this long. */
    private static final int LATE_MS = 2_000;

    private final InetAddress gateway;
    private final PrintWriter log;
    private final boolean chunking;
    private final Optional<SSLContext> tls;
    private final Set<SiteSession> sessions = ConcurrentHashMap.newKeySet();
    private final AtomicInteger connections = new AtomicInteger();
    private final long start = System.nanoTime();
    private volatile Receipts receipts = new Receipts("none.example", MailSet.of("0x0"));

    private LinkSite(InetAddress gateway, PrintWriter log, boolean chunking, Optional<SSLContext> tls) {
        this.gateway = gateway;
        this.log = log;
        this.chunking = chunking;
        this.tls = tls;
    }

    public static void main(String[] arguments) throws Exception {
        Optional<SSLContext> tls = arguments.length > 4 ? Optional.of(Tls.of(Path.of(arguments[4]))) : Optional.empty();
        try (PrintWriter log = new PrintWriter(Files.newBufferedWriter(Path.of(arguments[2])));
                ServerSocket server = new ServerSocket(SMTP, 200, InetAddress.getByName(arguments[0]))) {
            LinkSite site = new LinkSite(
                    InetAddress.getByName(arguments[1]), log, Boolean.parseBoolean(arguments[3]), tls);
            Background.run(() -> site.accept(server));
            site.obey();
        }
    }

    private void obey() throws Exception {
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ");
            System.out.println(flush(words[1], MailSet.of(words[2]), Long.parseLong(words[3])));
            System.out.flush();
            log.flush();
        }
    }

    private String flush(String domain, MailSet set, long seconds) throws Exception {
        receipts = new Receipts(domain, set);
        hangUp();
        long sent;
        try (Smtp smtp = new Smtp(gateway, SMTP).hello()) {
            connections.set(0);
            event(0, "ETRN " + domain);
            sent = System.nanoTime();
            smtp.command("ETRN " + domain);
            event(0, "ETRN answered");
        }
        if (receipts.await(seconds)) {
            Thread.sleep(LATE_MS);
        }
        String faults = receipts.faults();
        return faults.isEmpty()
                ? "whole %d %d %d".formatted(receipts.last() - sent, receipts.octets(), connections.get())
                : "not whole: " + faults;
    }

    /** Each flush begins with a new connection, as it does after a line was down. */
    private void hangUp() throws IOException {
        for (SiteSession session : sessions) {
            session.close();
        }
    }

    private void accept(ServerSocket server) throws IOException {
        while (!server.isClosed()) {
            Socket socket = server.accept();
            Background.run(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        socket.setTcpNoDelay(true);
        int number = connections.incrementAndGet();
        SiteSession session = new SiteSession(socket, () -> receipts, tls, chunking, text -> event(number, text));
        sessions.add(session);
        session.serve();
        sessions.remove(session);
    }

    private void event(int connection, String text) {
        log.printf("%12.6f %d %s%n", (System.nanoTime() - start) / 1e9, connection, text);
    }
}
