import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** One connection of the {@link IdealSender} to the site. For one thread. */
final class IdealFlush {
    private static final int SMTP = 25;
    private static final int BUFFER = 64 * 1024;
    private static final int REPLIES_A_MESSAGE = 3;
    private static final String HELLO = "EHLO mx.isp.example\r\n";

    private final String domain;
    private final List<byte[]> messages;
    private SmtpReader in;
    private OutputStream out;

    IdealFlush(String domain, List<byte[]> messages) {
        this.domain = domain;
        this.messages = messages;
    }

    void run(InetAddress site, Optional<SSLContext> tls) throws IOException {
        try (Socket socket = new Socket(site, SMTP)) {
            socket.setTcpNoDelay(true);
            use(socket);
            reply();
            String offers = say(HELLO);
            if (tls.isPresent()) {
                say("STARTTLS\r\n");
                use(tls.get().getSocketFactory().createSocket(socket, "site.example", SMTP, false));
                offers = say(HELLO);
            }
            if (offers.contains("CHUNKING")) {
                chunks();
            } else {
                data();
            }
            say("QUIT\r\n");
        }
    }

    private void use(Socket socket) throws IOException {
        out = new BufferedOutputStream(socket.getOutputStream(), BUFFER);
        // It writes when it has something to write: what it reads must not wait for that.
        in = new SmtpReader(socket.getInputStream(), OutputStream.nullOutputStream());
    }

    private void chunks() throws IOException {
        Background.run(() -> {
            for (int i = 0; i < messages.size(); i++) {
                write(envelope(i) + "BDAT " + messages.get(i).length + " LAST\r\n");
                out.write(messages.get(i));
            }
            out.flush();
        });
        for (int i = 0; i < REPLIES_A_MESSAGE * messages.size(); i++) {
            reply();
        }
    }

    private void data() throws IOException {
        write(envelope(0) + "DATA\r\n");
        out.flush();
        for (int i = 0; i < messages.size(); i++) {
            for (int replies = 0; replies < REPLIES_A_MESSAGE; replies++) {
                reply();
            }
            out.write(messages.get(i));
            write(".\r\n" + (i + 1 < messages.size() ? envelope(i + 1) + "DATA\r\n" : ""));
            out.flush();
            reply();
        }
    }

    private String envelope(int number) {
        return "MAIL FROM:<%s>\r\nRCPT TO:<%s>\r\n".formatted(MailSet.sender(number), MailSet.recipient(domain));
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(ISO_8859_1));
    }

    private String say(String command) throws IOException {
        write(command);
        out.flush();
        return reply();
    }

    /** All lines of a reply, which must be positive. */
    private String reply() throws IOException {
        StringBuilder lines = new StringBuilder();
        String line;
        do {
            line = in.line();
            lines.append(line).append('\n');
        } while (line.startsWith("-", 3));
        if (line.charAt(0) > '3') {
            throw new IOException("the site said: " + line);
        }
        return lines.toString();
    }
}
