package org.etrngateway.cli;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.etrngateway.address.HostAddress;
import org.etrngateway.smtp.EnhancedCode;
import org.etrngateway.smtp.Reply;

/**
 * An SMTP session in lockstep over a blocking socket, as the site's side needs it: greeting, EHLO, and a reply
 * to each line. For one thread.
 */
final class EtrnDialogue implements Closeable {
    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 100;

    private Socket socket;
    private InputStream in;
    private List<String> keywords = List.of();

    private EtrnDialogue(Socket socket) throws IOException {
        use(socket);
    }

    /** Connects; the greeting is not read yet. The time limit holds for the connection and for each reply. */
    static EtrnDialogue open(HostAddress server, Duration limit) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(new InetSocketAddress(server.host(), server.port()), (int) limit.toMillis());
            socket.setSoTimeout((int) limit.toMillis());
            return new EtrnDialogue(socket);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    InetAddress localAddress() {
        return socket.getLocalAddress();
    }

    boolean isLoopback() {
        return socket.getInetAddress().isLoopbackAddress();
    }

    boolean isProtected() {
        return socket instanceof SSLSocket;
    }

    /** Says EHLO, or HELO to a server that does not know it, and keeps the keywords of the answer. */
    Reply hello(String name) throws IOException {
        Reply reply = say("EHLO " + name);
        keywords = reply.isPositive()
                ? List.copyOf(reply.lines().subList(1, reply.lines().size()))
                : List.of();
        return reply.isPermanent() ? say("HELO " + name) : reply;
    }

    /** True if EHLO was answered with keywords: a server that only knows HELO cannot say what it offers. */
    boolean hasKeywords() {
        return !keywords.isEmpty();
    }

    /** The parameters of a keyword (RFC 5321 §4.1.1.1), upper case; empty if it was not offered. */
    Optional<String> keyword(String name) {
        return keywords.stream()
                .map(line -> line.toUpperCase(Locale.ROOT))
                .filter(line -> line.equals(name) || line.startsWith(name + " ") || line.startsWith(name + "="))
                .map(line -> line.substring(name.length()).strip())
                .findFirst();
    }

    /** The same where the server may take longer than for others. */
    Reply say(String line, Duration limit) throws IOException {
        int usual = socket.getSoTimeout();
        socket.setSoTimeout((int) limit.toMillis());
        Reply reply = say(line);
        socket.setSoTimeout(usual);
        return reply;
    }

    /** Takes leave; what was asked for is granted by now, whatever becomes of the connection. */
    void quit() {
        try {
            say("QUIT");
        } catch (IOException e) {
            // The server hung up first.
        }
    }

    /**
     * The connection, where another goes on with it.
     *
     * @throws UnintelligibleException if the server has said more than the last reply
     */
    Socket handOver() throws IOException {
        if (in.available() > 0) {
            throw new UnintelligibleException("the server speaks out of turn");
        }
        return socket;
    }

    /** Sends a line and reads its reply. The line has no control characters. */
    Reply say(String line) throws IOException {
        if (line.chars().anyMatch(c -> c < ' ' || c >= 0x7F)) {
            throw new IOException("a command has printable ASCII characters only");
        }
        socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
        return reply();
    }

    /** Reads one reply (RFC 5321 §4.2). */
    Reply reply() throws IOException {
        List<String> lines = new ArrayList<>();
        String line;
        do {
            line = readLine();
            boolean wellFormed = line.matches("[2-5][0-9][0-9]([ -].*)?");
            if (!wellFormed || lines.size() == MAX_LINES) {
                throw new UnintelligibleException("not an SMTP reply: " + line);
            }
            lines.add(line.substring(Math.min(4, line.length())));
        } while (line.startsWith("-", 3));
        return new Reply(Integer.parseInt(line.substring(0, 3)), Optional.<EnhancedCode>empty(), lines);
    }

    /** Starts TLS behind the 220 to STARTTLS; what came in the clear behind that is not believed (RFC 3207 §5). */
    void protect(SSLSocketFactory tls, HostAddress server, boolean verify) throws IOException {
        if (in.available() > 0) {
            throw new UnintelligibleException("the server said more than 220 before TLS");
        }
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, server.host(), server.port(), true);
        secured.setEnabledProtocols(new String[] {"TLSv1.3", "TLSv1.2"});
        if (verify) {
            var parameters = secured.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            secured.setSSLParameters(parameters);
        }
        secured.startHandshake();
        use(secured);
    }

    private void use(Socket next) throws IOException {
        socket = next;
        in = new BufferedInputStream(next.getInputStream());
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (line.length() == MAX_LINE) {
                throw new UnintelligibleException("a line of a reply is too long");
            }
            // Whatever is not printable must not reach the terminal.
            line.append(octet >= ' ' && octet < 0x7F || octet == '\r' ? (char) octet : '?');
        }
        int length = line.length();
        return length > 0 && line.charAt(length - 1) == '\r' ? line.substring(0, length - 1) : line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }

    /** The server does not speak SMTP. */
    static final class UnintelligibleException extends IOException {
        private static final long serialVersionUID = 1L;

        UnintelligibleException(String message) {
            super(message);
        }
    }
}
