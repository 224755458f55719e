import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/** An SMTP client that adds as little as possible to what is measured. For one thread. */
final class Smtp implements Closeable {
    private Socket socket;
    private InputStream in;
    private OutputStream out;

    /** Connects to the loopback interface and reads the greeting. */
    Smtp(int port) throws IOException {
        this(InetAddress.getLoopbackAddress(), port);
    }

    /** The same, from an address of this machine. */
    Smtp(String from, int port) throws IOException {
        this(new Socket(InetAddress.getLoopbackAddress(), port, InetAddress.getByName(from), 0));
    }

    /** Connects and reads the greeting. */
    Smtp(InetAddress address, int port) throws IOException {
        this(new Socket(address, port));
    }

    private Smtp(Socket connected) throws IOException {
        socket = connected;
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(60_000);
        in = new BufferedInputStream(socket.getInputStream());
        out = socket.getOutputStream();
        read(2);
    }

    /** Goes on under TLS, and greets anew. */
    Smtp secure(SSLSocketFactory tls) throws IOException {
        command("STARTTLS");
        SSLSocket secured = (SSLSocket) tls.createSocket(socket, "mx.isp.example", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        out = secured.getOutputStream();
        return hello();
    }

    Smtp hello() throws IOException {
        command("EHLO load.example");
        return this;
    }

    /** Sends a command and returns its reply, which must be 2xx or 3xx. */
    String command(String line) throws IOException {
        return send((line + "\r\n").getBytes(ISO_8859_1));
    }

    String send(byte[] octets) throws IOException {
        out.write(octets);
        return read(3);
    }

    /** Sends a group of commands in one write, and reads a reply to each. */
    void sendGroup(byte[] octets, int replies) throws IOException {
        out.write(octets);
        for (int i = 0; i < replies; i++) {
            read(3);
        }
    }

    private String read(int highest) throws IOException {
        String line = readLine();
        while (line.startsWith("-", 3)) {
            line = readLine();
        }
        if (line.charAt(0) - '0' > highest) {
            throw new IOException("the server said: " + line);
        }
        return line;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder(64);
        for (int octet = in.read(); octet != '\n'; octet = in.read()) {
            if (octet < 0) {
                throw new EOFException("the server closed the connection");
            }
            line.append((char) octet);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
