package org.etrngateway.peers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/** An SMTP client in lockstep. For one thread. */
final class SmtpClient implements Closeable {
    private static final int TIME_LIMIT_MS = 60_000;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** Connects to the loopback interface and reads the greeting. */
    SmtpClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(TIME_LIMIT_MS);
        socket.setTcpNoDelay(true);
        in = new BufferedInputStream(socket.getInputStream());
        out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
        expect("2", readReply());
    }

    SmtpClient hello() throws IOException {
        expect("2", command("EHLO origin.example"));
        return this;
    }

    /**
     * Hands a message over.
     *
     * @return the recipients for which the final reply was 250
     */
    List<String> send(Mail mail) throws IOException {
        return send(mail, "");
    }

    /**
     * The same with more parameters of MAIL.
     *
     * @param parameters each behind a space
     */
    List<String> send(Mail mail, String parameters) throws IOException {
        expect("2", command(mail.mailCommand() + parameters));
        List<String> accepted = new ArrayList<>();
        for (String recipient : mail.recipients()) {
            if (command("RCPT TO:<" + recipient + ">").startsWith("2")) {
                accepted.add(recipient);
            }
        }
        expect("354", command("DATA"));
        writeContent(mail.content());
        expect("2", readReply());
        return accepted;
    }

    /** Sends a command and returns the last line of its reply. */
    String command(String line) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        out.flush();
        return readReply();
    }

    private void writeContent(String content) throws IOException {
        String stuffed = content.startsWith(".") ? "." + content : content;
        out.write(stuffed.replace("\r\n.", "\r\n..").getBytes(ISO_8859_1));
        out.write(".\r\n".getBytes(ISO_8859_1));
        out.flush();
    }

    private String readReply() throws IOException {
        String line = readLine();
        while (line.length() > 3 && line.charAt(3) == '-') {
            line = readLine();
        }
        return line;
    }

    private String readLine() throws IOException {
        StringBuilder line = new StringBuilder();
        int octet = in.read();
        while (octet != '\n') {
            if (octet < 0) {
                throw new EOFException("connection closed by the server after: " + line);
            }
            line.append((char) octet);
            octet = in.read();
        }
        return line.toString().stripTrailing();
    }

    private static void expect(String start, String reply) throws IOException {
        if (!reply.startsWith(start)) {
            throw new IOException("unexpected reply: " + reply);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
