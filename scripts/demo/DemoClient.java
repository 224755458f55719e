import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;

/** The outside world: a client that hands mail to the gateway. */
final class DemoClient implements Closeable {
    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;

    DemoClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(30_000);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        out = socket.getOutputStream();
        expect("220", reply());
        command("EHLO elsewhere.example", "250");
    }

    /** Returns the gateway's final reply: it has taken the message over. */
    String send(DemoMail mail) throws IOException {
        command("MAIL FROM:<friend@elsewhere.example>" + (mail.eightBit() ? " BODY=8BITMIME" : ""), "250");
        for (String recipient : mail.recipients()) {
            command("RCPT TO:<" + recipient + ">", "250");
        }
        command("DATA", "354");
        out.write(mail.content().replace("\r\n.", "\r\n..").getBytes(ISO_8859_1));
        return command(".", "250");
    }

    private String command(String line, String expected) throws IOException {
        out.write((line + "\r\n").getBytes(ISO_8859_1));
        return expect(expected, reply());
    }

    private String reply() throws IOException {
        String line = in.readLine();
        while (line != null && line.startsWith("-", 3)) {
            line = in.readLine();
        }
        if (line == null) {
            throw new EOFException("the gateway closed the connection");
        }
        return line;
    }

    private static String expect(String code, String reply) throws IOException {
        if (!reply.startsWith(code)) {
            throw new IOException("the gateway answered: " + reply);
        }
        return reply;
    }

    @Override
    public void close() throws IOException {
        command("QUIT", "221");
        socket.close();
    }
}
