import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** A customer's mail server, small but complete enough: it keeps what it gets, and a transcript. */
final class DemoSite implements Closeable {
    /** A message as it arrived; a character an octet. */
    record Received(List<String> recipients, String octets) {}

    private static final int LINE_LIMIT = 1 << 24;
    private final List<String> transcript = new ArrayList<>();
    private final List<Received> received = new ArrayList<>();
    private final String name;
    private final ServerSocket server;

    /** Comes up: from now on the site can be reached. */
    DemoSite(String name, int port) throws IOException {
        this.name = name;
        server = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(this::accept, name);
        thread.setDaemon(true);
        thread.start();
    }

    synchronized List<String> transcript() {
        return List.copyOf(transcript);
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    private void accept() {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                new Session(socket).run();
            } catch (IOException e) {
                // the end of a connection or of the site; what is missing then shows in the proof
            }
        }
    }

    private synchronized void note(String who, String text) {
        transcript.add(who + " " + text);
    }

    private synchronized void keep(List<String> recipients, String octets) {
        received.add(new Received(List.copyOf(recipients), octets));
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** One reverse session: the gateway is the client. */
    private final class Session {
        private final Socket socket;
        private final InputStream in;
        private final List<String> recipients = new ArrayList<>();
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();

        Session(Socket socket) throws IOException {
            this.socket = socket;
            this.in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
        }

        void run() throws IOException {
            reply("220 " + name + " ESMTP");
            String line;
            do {
                line = readLine();
                note("gateway:", line);
                answer(line);
            } while (!verb(line).equals("QUIT"));
        }

        private void answer(String line) throws IOException {
            switch (verb(line)) {
                case "EHLO" -> reply("250-" + name, "250-PIPELINING", "250-CHUNKING", "250-8BITMIME", "250 SIZE 60000000");
                case "MAIL", "RSET" -> {
                    recipients.clear();
                    content.reset();
                    reply("250 2.1.0 Ok");
                }
                case "RCPT" -> {
                    recipients.add(line.substring(line.indexOf('<') + 1, line.indexOf('>')));
                    reply("250 2.1.5 Ok");
                }
                case "DATA" -> readText();
                case "BDAT" -> readChunk(line.split(" "));
                case "QUIT" -> reply("221 2.0.0 Bye");
                default -> reply("250 2.0.0 Ok");
            }
        }

        private void readChunk(String[] words) throws IOException {
            int length = Integer.parseInt(words[1]);
            content.writeBytes(in.readNBytes(length));
            note("        ", "… " + length + " octets …");
            if (words.length > 2) {
                keep(recipients, content.toString(ISO_8859_1));
            }
            reply("250 2.0.0 Got it");
        }

        private void readText() throws IOException {
            reply("354 Go on");
            for (String line = readLine(); !line.equals("."); line = readLine()) {
                content.writeBytes(((line.startsWith(".") ? line.substring(1) : line) + "\r\n").getBytes(ISO_8859_1));
            }
            note("        ", "… " + content.size() + " octets …");
            keep(recipients, content.toString(ISO_8859_1));
            reply("250 2.0.0 Got it");
        }

        private static String verb(String line) {
            return line.split(" ")[0].toUpperCase(java.util.Locale.ROOT);
        }

        private void reply(String... lines) throws IOException {
            for (String line : lines) {
                note("site:   ", line);
            }
            socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(ISO_8859_1));
        }

        private String readLine() throws IOException {
            StringBuilder line = new StringBuilder();
            for (int octet = in.read(); octet != '\n'; octet = in.read()) {
                if (octet < 0 || line.length() > LINE_LIMIT) {
                    throw new EOFException();
                }
                line.append((char) octet);
            }
            return line.substring(0, Math.max(0, line.length() - 1));
        }
    }
}
