import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A session in which a site gets mail. It offers and answers what Postfix does, and gives each message to the receipts. */
final class SiteSession implements Closeable {
    /** Where a session writes what happened when, for the study of a run. */
    interface Log {
        void event(String text);
    }

    private final Supplier<Receipts> receipts;
    private final Optional<SSLContext> tls;
    private final boolean chunking;
    private final Log log;
    private Socket socket;
    private SmtpReader in;
    private OutputStream out;
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();
    private final ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    private boolean secured;

    SiteSession(Socket socket, Supplier<Receipts> receipts, Optional<SSLContext> tls, boolean chunking, Log log)
            throws IOException {
        this.receipts = receipts;
        this.tls = tls;
        this.chunking = chunking;
        this.log = log;
        use(socket);
    }

    private void use(Socket connected) throws IOException {
        socket = connected;
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 14);
        in = new SmtpReader(socket.getInputStream(), out);
    }

    /** Until the client has gone. */
    void serve() {
        log.event("connected");
        try (this) {
            reply("220 site.example ESMTP");
            String line;
            do {
                line = in.line();
                log.event(line);
                answer(line);
            } while (!line.equalsIgnoreCase("QUIT"));
            out.flush();
        } catch (IOException e) {
            log.event("closed: " + e.getMessage()); // what did not come is missing in the receipts
        }
    }

    private void answer(String line) throws IOException {
        String[] words = line.split(" ");
        switch (words[0].toUpperCase(Locale.ROOT)) {
            case "EHLO" -> reply("250-site.example\r\n250-PIPELINING\r\n250-SIZE 60000000\r\n"
                    + (tls.isPresent() && !secured ? "250-STARTTLS\r\n" : "")
                    + "250-ENHANCEDSTATUSCODES\r\n250-8BITMIME\r\n250-DSN\r\n"
                    + (chunking ? "250 CHUNKING" : "250 SMTPUTF8"));
            case "STARTTLS" -> startTls();
            case "MAIL" -> {
                sender = address(line);
                reply("250 2.1.0 Ok");
            }
            case "RCPT" -> {
                recipients.add(address(line));
                reply("250 2.1.5 Ok");
            }
            case "DATA" -> {
                reply("354 End data with <CR><LF>.<CR><LF>");
                stored(in.data());
            }
            case "BDAT" -> bdat(words);
            case "QUIT" -> reply("221 2.0.0 Bye");
            default -> reply("250 2.0.0 Ok");
        }
    }

    private void bdat(String[] words) throws IOException {
        chunks.write(in.chunk(Integer.parseInt(words[1])));
        if (words.length > 2) {
            stored(chunks.toByteArray());
        } else {
            reply("250 2.0.0 Ok: " + words[1] + " bytes");
        }
    }

    private void stored(byte[] content) throws IOException {
        long at = System.nanoTime();
        log.event("stored " + sender + " " + content.length);
        receipts.get().stored(sender, String.join(" ", recipients), content, at);
        reply("250 2.0.0 Ok: queued as 4S0000" + Integer.toHexString(content.length));
        recipients.clear();
        chunks.reset();
    }

    private static String address(String line) {
        return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
    }

    private void startTls() throws IOException {
        reply("220 2.0.0 Ready to start TLS");
        out.flush();
        SSLSocket secure = (SSLSocket) tls.orElseThrow().getSocketFactory().createSocket(socket, null, true);
        secure.startHandshake();
        log.event("secured " + secure.getSession().getProtocol());
        secured = true;
        use(secure);
    }

    private void reply(String text) throws IOException {
        out.write((text + "\r\n").getBytes(ISO_8859_1));
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
