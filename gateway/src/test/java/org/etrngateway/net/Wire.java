package org.etrngateway.net;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/** The client's end of a connection, byte by byte. For one thread. */
public final class Wire implements Closeable {
    private static final int TIME_LIMIT_MS = 10_000;
    private Socket socket;
    private InputStream in;

    public Wire(InetSocketAddress server) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort());
        socket.setSoTimeout(TIME_LIMIT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
    }

    /** Shakes hands for TLS as client, and asks for a name. */
    Wire secure(SSLContext context, String name) throws IOException {
        SSLSocket secured = (SSLSocket) context.getSocketFactory().createSocket(socket, name, socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        return this;
    }

    /** What the handshake has shown. */
    SSLSession tls() {
        return ((SSLSocket) socket).getSession();
    }

    /** Sends the lines as one piece. */
    public Wire send(String... lines) throws IOException {
        socket.getOutputStream().write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Sends octets. */
    void octets(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    /** The next line; the empty text at the end. */
    public String line() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0 && octet != '\n'; octet = in.read()) {
            line.append((char) octet);
        }
        return line.toString().stripTrailing();
    }

    /** The last line of the next reply. */
    public String reply() throws IOException {
        String line = line();
        while (line.startsWith("-", 3)) {
            line = line();
        }
        return line;
    }

    /** What one read brings. */
    public String read() throws IOException {
        byte[] octets = new byte[8192];
        int length = in.read(octets);
        return new String(octets, 0, Math.max(0, length), StandardCharsets.UTF_8);
    }

    /** All that comes until the server closes. */
    public String rest() throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    /** Closes our side; the server may still speak. */
    public Wire endOutput() throws IOException {
        socket.shutdownOutput();
        return this;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
